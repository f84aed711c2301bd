/// The shapes that repeat in form what a word says, so that a page can be read without colour.
enum Icon {
  case tick, clock, bar, dots, triangle

  /// Decoration for readers of text: the word beside it says the same.
  var drawing: HTML {
    """
    <svg viewBox="0 0 16 16" aria-hidden="true">\(shape)</svg>
    """
  }

  private var shape: HTML {
    switch self {
    case .tick:
      """
      <path d="M2.5 8.5l3.6 3.6 7.4-8" fill="none" stroke="currentColor" stroke-width="2.2" \
      stroke-linecap="round" stroke-linejoin="round"/>
      """
    case .clock:
      """
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="2"/>\
      <path d="M8 4.6V8l2.4 1.6" fill="none" stroke="currentColor" stroke-width="2" \
      stroke-linecap="round"/>
      """
    case .bar:
      """
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="2"/>\
      <path d="M5 8h6" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>
      """
    case .dots:
      """
      <circle cx="3.2" cy="8" r="1.6" fill="currentColor"/>\
      <circle cx="8" cy="8" r="1.6" fill="currentColor"/>\
      <circle cx="12.8" cy="8" r="1.6" fill="currentColor"/>
      """
    case .triangle:
      """
      <path d="M8 2.6L14 13H2z" fill="none" stroke="currentColor" stroke-width="1.9" \
      stroke-linejoin="round"/>
      """
    }
  }

  /// The mark of the page: an arch with a small figure in it.
  static let mark: HTML = """
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">\
    <path d="M4 29V15a12 12 0 0 1 24 0v14" fill="none" class="s-accent" stroke-width="3.4" \
    stroke-linecap="round"/><circle cx="16" cy="18" r="4.6" class="f-act"/>\
    <path d="M10.5 29a5.5 5.5 0 0 1 11 0" fill="none" class="s-accent" stroke-width="3" \
    stroke-linecap="round"/></svg>
    """
}

/// How a state looks: a tint, a shape and a word together.
enum Look: String {
  case ok, act, miss, wait, dispute, sad

  var icon: Icon? {
    switch self {
    case .ok: .tick
    case .act: .clock
    case .miss: .bar
    case .wait: .dots
    case .dispute: .triangle
    case .sad: nil
    }
  }

  func tag(_ text: String) -> HTML {
    """
    <span class="tag t-\(rawValue)">\(icon?.drawing ?? .empty)\(text)</span>
    """
  }
}
