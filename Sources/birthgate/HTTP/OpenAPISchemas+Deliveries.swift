extension OpenAPISchemas {
  /// What did not arrive, and lanes.
  static let deliveries = #"""
    {
      "DeadLetterFilter": {"type": "object", "additionalProperties": false,
        "description": "All members together; none means all that has failed",
        "properties": {"lane": {"type": "string"}, "kind": {"type": "string"},
          "from": {"type": "string", "description": "A day, or an instant with an offset"},
          "to": {"type": "string", "description": "The same; not included"}}},
      "DeadLetter": {"type": "object", "required": ["id", "caseId", "lane", "attempts", "note"],
        "properties": {"id": {"type": "string", "description": "The delivery's id"},
          "caseId": {"type": "string"}, "lane": {"type": "string"},
          "channel": {"type": ["string", "null"]}, "kind": {"type": ["string", "null"]},
          "at": {"type": ["string", "null"], "format": "date-time"},
          "attempts": {"type": "integer"}, "note": {"type": ["string", "null"]},
          "noteText": {"anyOf": [{"$ref": "#/components/schemas/Plain"}, {"type": "null"}]}}},
      "DeadLetterList": {"type": "object", "required": ["deadLetters", "next"],
        "properties": {"deadLetters": {"type": "array",
            "items": {"$ref": "#/components/schemas/DeadLetter"}},
          "next": {"type": ["string", "null"]}}},
      "ResendCount": {"type": "object", "required": ["count"],
        "properties": {"count": {"type": "integer"}}},
      "LaneList": {"type": "object", "required": ["lanes"],
        "properties": {"lanes": {"type": "array", "items": {"type": "object",
          "required": ["lane", "kind", "waiting", "failed", "breaker"],
          "properties": {"lane": {"type": "string"}, "kind": {"type": "string"},
            "waiting": {"type": "integer"}, "failed": {"type": "integer"},
            "earliestDue": {"type": ["string", "null"], "format": "date-time"},
            "overdueSeconds": {"type": "integer"},
            "breaker": {"enum": ["closed", "open", "halfOpen"]},
            "underWay": {"type": "integer"}, "failuresInARow": {"type": "integer"},
            "lastNote": {"type": ["string", "null"]},
            "triedNext": {"type": ["string", "null"], "format": "date-time"}}}}}}
    }
    """#
}
