/// The panel that leads the page: where the child stands, what to do, by when.
struct Panel {
  /// The one filled button of a page.
  struct Button {
    var href: String
    var label: String
    /// Where it leads, said beside it when it leaves the page.
    var place: String?
  }

  /// A number of days, with the words around it.
  struct Count {
    var before: String
    var days: Int
    var after: String
  }

  var look: Look
  var tag: String?
  var count: Count?
  var word: String?
  var figure: HTML = .empty
  /// The action sentence; what a reader hears first.
  var action: String
  var button: Button?
  var notes: [String] = []

  var html: HTML {
    """
    <section class="card hero k-\(look.rawValue) o1" aria-labelledby="h"><div class="in">\
    \(tag.map { look.tag($0) } ?? .empty)\(headline)\(figure)</div><div class="do">\
    <h2 id="h">\(Self.clauses(action))</h2>\(buttonMarkup)\
    \(HTML(notes.map { "<p class=\"else\">\($0)</p>" }))\
    </div></section>
    """
  }

  private var headline: HTML {
    if let count {
      return """
        <p class="big">\(before(count))<strong>\(count.days)</strong> \
        <span>\(count.after)</span></p>
        """
    }
    return word.map { "<p class=\"word\">\(Self.clauses($0))</p>" } ?? .empty
  }

  /// A Chinese sentence in pieces that end with their comma, so that a line breaks between two of
  /// them where it can; a sentence of another language has no such comma and stays whole.
  private static func clauses(_ sentence: String) -> HTML {
    var pieces: [String] = [""]
    for character in sentence {
      pieces[pieces.count - 1].append(character)
      if character == "，" { pieces.append("") }
    }
    pieces.removeAll { $0.isEmpty }
    guard pieces.count > 1 else { return "\(sentence)" }
    return HTML(pieces.map { "<span class=\"clause\">\($0)</span>" })
  }

  private func before(_ count: Count) -> HTML {
    count.before.isEmpty ? .empty : "<span>\(count.before)</span> "
  }

  private var buttonMarkup: HTML {
    guard let button else { return .empty }
    let place: HTML = button.place.map { "<span class=\"to\">\($0)</span>" } ?? .empty
    let rel: HTML = button.place == nil ? "" : " rel=\"noreferrer noopener\""
    return "<a class=\"btn\" href=\"\(button.href)\"\(rel)>\(button.label)\(place)</a>"
  }
}
