import Casework

/// The child's days as a calendar file (RFC 5545), for the family's own calendar.
///
/// Calendars are shared, synchronised and shown on locked screens, so it names nobody, carries no
/// number and no address of the page. An event keeps its UID for ever: importing the file again
/// moves a day instead of adding a second one.
package enum CalendarFile {
  private struct Event {
    var name: String
    var day: CivilDate
    var title: String
    var text: String
  }

  /// - Parameter name: says which child, by itself without meaning; the same each time.
  /// - Returns: nil after a death: there is nothing left to keep.
  package static func render(
    _ model: ParentPageModel, named name: String, language: PageLanguage
  ) -> String? {
    guard model.ruling.child.diedOn == nil else { return nil }
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Birthgate//Deadlines//EN",
      "CALSCALE:GREGORIAN",
    ]
    for event in events(model, language) {
      lines += text(event, named: name, stamp: stamp(model.updatedAt))
    }
    lines.append("END:VCALENDAR")
    return lines.map { folded($0) + "\r\n" }.joined()
  }

  private static func events(_ model: ParentPageModel, _ language: PageLanguage) -> [Event] {
    var events: [Event] = []
    for deadline in model.ruling.deadlines where deadline.state == .open {
      switch deadline.kind {
      case .pay:
        events.append(
          Event(
            name: "pay", day: deadline.date,
            title: language.say("孩子的医保今天最后一天缴费", "Last day to pay for the child’s insurance"),
            text: language.say(
              "24:00 前缴费，从出生那天起就有医保。",
              "Paid before midnight, cover starts on the day of birth.")))
      case .bindIdentity:
        events.append(
          Event(
            name: "register", day: deadline.date,
            title: language.say("孩子今天最后一天落户", "Last day to register the child’s household"),
            text: language.say(
              "过了今天，没有落户就不能刷码直接结算；医保还在。",
              "After today an unregistered child’s code no longer settles at the counter; cover "
                + "stays.")))
      }
    }
    for year in model.outlook?.years ?? [] where year.state == .open {
      guard let collection = year.collection, collection.to >= model.today else { continue }
      events.append(
        Event(
          name: "premium-\(year.premiumYear)", day: collection.to,
          title: language.say(
            "\(year.premiumYear) 年医保集中缴费最后一天",
            "Last day of collection for the premium of \(year.premiumYear)"),
          text: language.say(
            "缴了，\(year.premiumYear) 年全年有保障。", "It pays for all of \(year.premiumYear).")))
    }
    return events
  }

  /// The day before at nine, the week before at nine, and the day itself at nine: an event of a
  /// whole day begins at midnight.
  private static let alarms = ["-P6DT15H", "-PT15H", "PT9H"]

  private static func text(_ event: Event, named name: String, stamp: String) -> [String] {
    let title = escaped(event.title)
    var lines = [
      "BEGIN:VEVENT", "UID:\(name)-\(event.name)@birthgate", "DTSTAMP:\(stamp)",
      "DTSTART;VALUE=DATE:\(plain(event.day))",
      "DTEND;VALUE=DATE:\(plain(event.day.adding(days: 1)))", "SUMMARY:\(title)",
      "DESCRIPTION:\(escaped(event.text))", "CLASS:PRIVATE", "TRANSP:TRANSPARENT",
    ]
    for trigger in alarms {
      lines += [
        "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:\(trigger)", "DESCRIPTION:\(title)",
        "END:VALARM",
      ]
    }
    return lines + ["END:VEVENT"]
  }

  /// RFC 5545, 3.3.11.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", ";", ",": result += "\\\(character)"
      case "\n", "\r\n": result += "\\n"
      default: result.append(character)
      }
    }
    return result
  }

  /// RFC 5545, 3.1: a line has at most 75 octets, and a character stays whole.
  static func folded(_ line: String) -> String {
    var result = ""
    var octets = 0
    for scalar in line.unicodeScalars {
      let width = String(scalar).utf8.count
      if octets + width > 75 {
        result += "\r\n "
        octets = 1
      }
      result.unicodeScalars.append(scalar)
      octets += width
    }
    return result
  }

  private static func plain(_ day: CivilDate) -> String {
    day.description.filter { $0 != "-" }
  }

  /// An instant in UTC: `20260510T021500Z`.
  private static func stamp(_ instant: Instant) -> String {
    let days = Int((instant.seconds - instant.secondsOfDay) / 86_400)
    let seconds = Int(instant.secondsOfDay)
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60]
      .map { $0 < 10 ? "0\($0)" : String($0) }.joined()
    return "\(plain(CivilDate(daysSinceEpoch: days)))T\(clock)Z"
  }
}

extension Instant {
  /// Seconds since midnight in UTC.
  fileprivate var secondsOfDay: Int64 { ((seconds % 86_400) + 86_400) % 86_400 }
}
