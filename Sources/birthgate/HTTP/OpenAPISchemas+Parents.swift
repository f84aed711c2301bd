/// The schemas of codes, bindings and what parents report.
extension OpenAPISchemas {
  static let parents = #"""
    {
      "CodeKeys": {"type": "object", "required": ["keys", "validSeconds"],
        "description": "Shown as BG1.CODE.EXPIRY.KEY.SIGNATURE; base64url of r and s",
        "properties": {"validSeconds": {"type": "integer"},
          "keys": {"type": "array", "items": {"type": "object",
            "required": ["id", "algorithm", "signerId", "publicKey"],
            "properties": {"id": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
              "algorithm": {"enum": ["SM2-SM3"]}, "signerId": {"type": "string"},
              "publicKey": {"type": "string", "description": "PEM"}}}}}},
      "BindingRequest": {"type": "object",
        "required": ["birthCertificate", "motherName", "motherIdNumber", "channel"],
        "properties": {"birthCertificate": {"type": "string"}, "motherName": {"type": "string"},
          "motherIdNumber": {"type": "string"}, "channel": {"enum": ["familyAccount", "agency"]}}},
      "UnbindingRequest": {"type": "object",
        "required": ["birthCertificate", "motherName", "motherIdNumber"],
        "properties": {"birthCertificate": {"type": "string"}, "motherName": {"type": "string"},
          "motherIdNumber": {"type": "string"}}},
      "Binding": {"type": "object", "required": ["id", "caseId", "relation", "channel", "since"],
        "properties": {"id": {"type": "string"}, "caseId": {"type": "string"},
          "relation": {"type": "string"}, "channel": {"enum": ["familyAccount", "agency"]},
          "since": {"type": "string", "format": "date-time"}}},
      "Report": {"type": "object", "required": ["id", "caseId", "kind", "text", "at", "state"],
        "properties": {"id": {"type": "string"}, "caseId": {"type": "string"},
          "kind": {"enum": ["wrong", "phone"]}, "for": {"type": "string"},
          "text": {"type": "string"}, "at": {"type": "string", "format": "date-time"},
          "state": {"enum": ["open", "resolved"]}, "resolvedBy": {"type": ["string", "null"]},
          "reason": {"type": ["string", "null"]}}},
      "ReportList": {"type": "object", "required": ["reports", "next"],
        "properties": {"reports": {"type": "array",
            "items": {"$ref": "#/components/schemas/Report"}},
          "next": {"type": ["string", "null"]}}},
      "ReportResolution": {"type": "object", "required": ["reason"],
        "properties": {"reason": {"type": "string"},
          "by": {"type": "string", "description": "Who, where requests are not signed"}}}
    }
    """#
}
