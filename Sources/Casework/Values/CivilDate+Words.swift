extension CivilDate {
  /// 2026年5月29日
  package var chinese: String { "\(year)年\(month)月\(day)日" }

  /// 29 May 2026
  package var english: String {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    return "\(day) \(months[month - 1]) \(year)"
  }
}
