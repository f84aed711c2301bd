import Wire

/// The schemas of what the gateway takes and answers (JSON Schema 2020-12, as OpenAPI 3.1 has it).
enum OpenAPISchemas {
  /// All schemas by name. They are read once, when the routes are put together; a test reads them
  /// too, so a slip in the text is found before that.
  static let all: JSONValue = {
    var schemas = JSONObject()
    for text in [messages, lists, cases, orders, others] {
      for member in (try? JSONValue.reading(Array(text.utf8)))?.object?.members ?? [] {
        schemas.append(member.name, member.value)
      }
    }
    return .object(schemas)
  }()

  private static let messages = #"""
    {
      "Plain": {"type": "object", "required": ["zh-CN", "en"],
        "properties": {"zh-CN": {"type": "string"}, "en": {"type": "string"}}},
      "Message": {"type": "object", "required": ["header"],
        "description": "A header and one family; `birthgate schema FAMILY` has the fields.",
        "properties": {"header": {"type": "object", "required": ["id", "sender", "sentAt"],
          "properties": {
            "id": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,64}$"},
            "sender": {"type": "string"}, "sentAt": {"type": "string", "format": "date-time"}}}}},
      "Finding": {"type": "object", "required": ["code", "path", "message"],
        "properties": {"code": {"type": "string"},
          "path": {"type": "string", "description": "JSON Pointer or XPath"},
          "line": {"type": ["integer", "null"]}, "column": {"type": ["integer", "null"]},
          "value": {"type": ["string", "null"], "description": "Never personal data"},
          "message": {"$ref": "#/components/schemas/Plain"}}},
      "Problem": {"type": "object", "required": ["type", "title", "status", "detail", "errors"],
        "properties": {"type": {"type": "string", "format": "uri"}, "title": {"type": "string"},
          "status": {"type": "integer"}, "detail": {"type": "string"},
          "message": {"$ref": "#/components/schemas/Plain"},
          "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}}}},
      "Proof": {"type": "object", "required": ["leaf", "path", "root", "chain", "height"],
        "properties": {"leaf": {"type": "string"}, "root": {"type": "string"},
          "path": {"type": "array", "items": {"type": "object", "required": ["side", "hash"],
            "properties": {"side": {"enum": ["left", "right"]}, "hash": {"type": "string"}}}},
          "chain": {"type": "string"}, "height": {"type": "integer"},
          "signature": {"type": "string"}, "key": {"type": "string"}}},
      "Receipt": {"type": "object",
        "required": ["sender", "id", "digest", "receivedAt", "caseId", "warnings", "proof"],
        "properties": {"sender": {"type": "string"}, "id": {"type": "string"},
          "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
          "receivedAt": {"type": "string", "format": "date-time"}, "caseId": {"type": "string"},
          "warnings": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
          "proof": {"$ref": "#/components/schemas/Proof"}}},
      "Verdict": {"type": "object", "required": ["valid", "warnings"],
        "properties": {"valid": {"const": true},
          "warnings": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}}}},
      "BatchLine": {"type": "object", "required": ["index", "id", "status"],
        "properties": {"index": {"type": "integer", "minimum": 0},
          "id": {"type": ["string", "null"]},
          "status": {"enum": ["accepted", "repeated", "rejected"]},
          "receipt": {"$ref": "#/components/schemas/Receipt"},
          "problem": {"$ref": "#/components/schemas/Problem"}}},
      "MessageFate": {"type": "object", "required": ["verdict", "caseId"],
        "properties": {"verdict": {"enum": ["accepted", "rejected"]},
          "receipt": {"$ref": "#/components/schemas/Receipt"},
          "problem": {"$ref": "#/components/schemas/Problem"},
          "refusedBefore": {"type": "array", "items": {"$ref": "#/components/schemas/Refusal"},
            "description": "Of an accepted message: how it was refused before"},
          "caseId": {"type": ["string", "null"]}}}
    }
    """#

  private static let cases = #"""
    {
      "Ruling": {"type": "object",
        "required": ["asOf", "region", "policy", "child", "certificates", "citizenId", "identity",
          "payment", "coverage", "code", "deadlines", "tasks", "reasons", "nextReview"],
        "properties": {"caseId": {"type": "string"}, "asOf": {"type": "string", "format": "date"},
          "region": {"type": ["string", "null"]},
          "policy": {"type": "array", "items": {"type": "object"}},
          "child": {"type": "object"}, "certificates": {"type": "array"},
          "citizenId": {"type": ["string", "null"]},
          "identity": {"enum": ["conflict", "citizenId", "placeholder", "certificate", "none"]},
          "payment": {"type": "object", "properties": {"window": {"type": ["object", "null"]},
            "state": {"enum": ["unpaid", "paidOnTime", "paidLate", "unpaidLate", "missed", "notDue",
              null]}}},
          "coverage": {"type": "array", "items": {"type": "object"}},
          "code": {"type": "object", "properties": {
            "state": {"enum": ["none", "issued", "active", "suspended", "retired"]},
            "value": {"type": ["string", "null"]},
            "directSettlementUntil": {"type": ["string", "null"]}}},
          "deadlines": {"type": "array", "items": {"type": "object"}},
          "tasks": {"type": "array", "items": {"type": "object"}},
          "reasons": {"type": "array", "items": {"type": "object"}},
          "nextReview": {"type": ["string", "null"], "format": "date"}}},
      "Case": {"type": "object", "required": ["caseId", "ruling"],
        "properties": {"caseId": {"type": "string"},
          "ruling": {"$ref": "#/components/schemas/Ruling"},
          "outlook": {"type": ["object", "null"],
            "description": "Only where it was asked for; null where no birth day is known"}}},
      "CaseList": {"type": "object", "required": ["cases", "next"],
        "properties": {"cases": {"type": "array", "items": {"$ref": "#/components/schemas/Case"}},
          "next": {"type": ["string", "null"]}}},
      "CaseSearch": {"type": "object", "description": "Exactly one key",
        "properties": {"birthCertificate": {"type": "string"}, "citizenId": {"type": "string"},
          "code": {"type": "string"}, "asOf": {"type": "string", "format": "date"}}},
      "Timeline": {"type": "object", "required": ["entries"],
        "properties": {"entries": {"type": "array", "items": {"type": "object",
          "required": ["at", "kind"],
          "properties": {"at": {"type": "string", "format": "date-time"},
            "kind": {"type": "string"}, "family": {"type": "string"},
            "action": {"type": "string"}, "sender": {"type": "string"}, "id": {"type": "string"},
            "occurredOn": {"type": "string", "format": "date"},
            "audience": {"enum": ["guardian", "hospital", "registrationOffice",
              "insuranceAgency", "taxOffice", "grassroots"]},
            "occasion": {"type": "string"},
            "state": {"enum": ["queued", "delivered", "failed", "cancelled", "superseded",
              "noAddress"]}}}}}},
      "EligibilityQuestion": {"type": "object", "required": ["serviceDate"],
        "description": "Exactly one of code, birthCertificate and citizenId",
        "properties": {"code": {"type": "string"}, "birthCertificate": {"type": "string"},
          "citizenId": {"type": "string"},
          "institution": {"type": "string", "maxLength": 64, "description": "Echoed and logged"},
          "serviceDate": {"type": "string", "format": "date",
            "description": "For an inpatient the day of admission, unless admittedOn says it"},
          "admittedOn": {"type": "string", "format": "date", "description": "Of a stay"},
          "dischargedOn": {"type": "string", "format": "date",
            "description": "Of a stay; decides where the region goes by discharge"}}},
      "Eligibility": {"type": "object", "required": ["settles", "covered", "reasons"],
        "properties": {"settles": {"type": "boolean"}, "covered": {"type": "boolean"},
          "decidedBy": {"type": ["string", "null"], "format": "date",
            "description": "The day that decided"},
          "institution": {"type": ["string", "null"]},
          "reasons": {"type": "array", "items": {"type": "object", "required": ["rule", "text"],
            "properties": {"rule": {"type": "string"}, "text": {"type": "string"},
              "document": {"type": ["string", "null"]},
              "message": {"$ref": "#/components/schemas/Plain"}}}}}},
      "ParentLink": {"type": "object", "required": ["id", "url", "expiresAt"],
        "properties": {"id": {"type": "string"}, "url": {"type": "string", "format": "uri"},
          "expiresAt": {"type": "string", "format": "date-time"}}}
    }
    """#

  private static let others = #"""
    {
      "SubscriptionRequest": {"type": "object", "required": ["url"],
        "properties": {"url": {"type": "string", "format": "uri"},
          "types": {"type": "array", "items": {"type": "string"},
            "description": "A final * matches any rest; default cn.birthgate.*"},
          "division": {"type": ["string", "null"], "pattern": "^([0-9]{2}){1,3}$"}}},
      "Subscription": {"type": "object", "required": ["id", "url", "types"],
        "properties": {"id": {"type": "string"}, "url": {"type": "string"},
          "types": {"type": "array", "items": {"type": "string"}},
          "division": {"type": ["string", "null"]}}},
      "NewSubscription": {"allOf": [{"$ref": "#/components/schemas/Subscription"},
        {"type": "object", "required": ["secret"],
          "properties": {"secret": {"type": "string", "pattern": "^whsec_"}}}]},
      "SubscriptionList": {"type": "object", "required": ["subscriptions"],
        "properties": {"subscriptions": {"type": "array",
          "items": {"$ref": "#/components/schemas/Subscription"}}}},
      "PolicyList": {"type": "object", "required": ["packs"],
        "properties": {"packs": {"type": "array", "items": {"type": "object"}},
          "adopted": {"type": ["object", "null"],
            "description": "The adopted set: number, from, source, sm3, packs"},
          "waiting": {"type": "boolean",
            "description": "The program brings packs that nobody has decided about"},
          "named": {"type": "boolean",
            "description": "Packs named with --policies rule that nobody has adopted"}}},
      "Policy": {"type": "object"},
      "ClockAdvance": {"type": "object", "required": ["advanceTo"],
        "properties": {"advanceTo": {"type": "string", "format": "date-time"}}},
      "Clock": {"type": "object", "required": ["now"],
        "properties": {"now": {"type": "string", "format": "date-time"}}},
      "Status": {"type": "object", "required": ["status"],
        "properties": {"status": {"type": "string"}}}
    }
    """#
}
