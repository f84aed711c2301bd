extension OpenAPISchemas {
  /// Orders to the insurance platform, and the code it issues.
  static let insurance = #"""
    {
      "IssuedCode": {"type": ["object", "null"],
        "description": "What the insurance platform calls the child's code; code.value is ours",
        "required": ["issuedCode", "issuedAt"],
        "properties": {"issuedCode": {"type": "string"},
          "issuedAt": {"type": ["string", "null"], "format": "date-time"}}},
      "InsuranceOrder": {"type": "object",
        "required": ["id", "caseId", "operation", "at", "state", "replaced", "attempts",
          "answers"],
        "properties": {"id": {"type": "string", "description": "The delivery's, for a resend"},
          "caseId": {"type": "string"},
          "operation": {"enum": ["enrol", "updateIdentity", "requestCode", "suspend",
            "terminate"]},
          "operationText": {"$ref": "#/components/schemas/Plain"},
          "idType": {"type": ["string", "null"]}, "idNumber": {"type": ["string", "null"]},
          "reason": {"type": ["string", "null"]},
          "rules": {"type": "array", "items": {"type": "string"}},
          "at": {"type": "string", "format": "date-time"},
          "state": {"enum": ["waiting", "accepted", "refused", "failed", "cancelled"],
            "description": "refused: the platform said no; failed: it said nothing"},
          "replaced": {"type": "boolean", "description": "A later order took its place"},
          "attempts": {"type": "integer"}, "note": {"type": ["string", "null"]},
          "noteText": {"anyOf": [{"$ref": "#/components/schemas/Plain"}, {"type": "null"}]},
          "answers": {"type": "array", "items": {"type": "object",
            "required": ["at", "infcode", "accepted"],
            "properties": {"at": {"type": ["string", "null"], "format": "date-time"},
              "infcode": {"type": "string"}, "accepted": {"type": "boolean"},
              "reference": {"type": ["string", "null"]},
              "message": {"type": ["string", "null"],
                "description": "The platform's words; they may name the child"},
              "issued": {"type": ["string", "null"]}}}}}},
      "InsuranceOrderList": {"type": "object", "required": ["orders", "insurance"],
        "properties": {"orders": {"type": "array",
            "items": {"$ref": "#/components/schemas/InsuranceOrder"}},
          "insurance": {"$ref": "#/components/schemas/IssuedCode"}}}
    }
    """#
}
