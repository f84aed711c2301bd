import Casework
import Engine
import Wire

extension Receipt {
  /// The receipt as the contract shows it (section 3).
  var json: JSONValue {
    .record([
      "sender": .string(sender), "id": .string(id), "digest": .string(digest),
      "receivedAt": .instant(receivedAt), "caseId": .string(caseID.rawValue),
      "warnings": .array(warnings.map { Fault($0).json }), "proof": proof.json,
    ])
  }
}

extension Proof {
  /// Digests in lower-case hex. `path` goes from the leaf upwards; each step names the side on
  /// which its sibling stands.
  var json: JSONValue {
    let steps = path.map { step in
      JSONValue.record([
        "side": .string(step.isLeft ? "left" : "right"), "hash": .hex(step.sibling),
      ])
    }
    var view = JSONValue.record([
      "leaf": .hex(leaf), "path": .array(steps), "root": .hex(root), "chain": .string(chain),
      "height": .int(height),
    ])
    if let signature, let key {
      view = view.with("signature", .hex(signature)).with("key", .string(key))
    }
    return view
  }
}
