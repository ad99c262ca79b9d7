import VPCModel

/// An instant as people write it, in UTC.
struct CivilTime {
  /// `2026-09-01`.
  let date: String
  /// `02:03:11`.
  let clock: String
  /// `421`.
  let milliseconds: String

  /// Cuts below the millisecond; never rounds into the next second.
  init(_ instant: Instant) {
    let perDay: Int64 = 86_400_000_000_000
    var days = instant.nanoseconds / perDay
    var rest = instant.nanoseconds % perDay
    if rest < 0 {
      rest += perDay
      days -= 1
    }
    date = Self.date(days: Int(days))
    let seconds = Int(rest / 1_000_000_000)
    clock =
      "\(Self.padded(seconds / 3600, 2)):\(Self.padded(seconds / 60 % 60, 2)):\(Self.padded(seconds % 60, 2))"
    milliseconds = Self.padded(Int(rest / 1_000_000 % 1000), 3)
  }

  /// `2026-09-01T02:03:11.421Z`.
  var rfc3339: String { "\(date)T\(clock).\(milliseconds)Z" }

  /// `02:03`.
  var minute: String { String(clock.prefix(5)) }

  /// Gregorian calendar, counted in eras of 400 years from March on.
  private static func date(days: Int) -> String {
    // 719,468 days from 0000-03-01 to 1970-01-01; an Int64 of nanoseconds ends in 1677 and 2262, so no era is negative.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}

/// `2026-09-01T02:03:11.421Z`, for whoever needs a time outside of a report.
package enum RFC3339 {
  package static func text(_ instant: Instant) -> String { CivilTime(instant).rfc3339 }
}

/// How times read in one report: the clock alone while everything fell on one day.
struct TimeStyle {
  let from: CivilTime?
  let to: CivilTime?
  private let isOneDay: Bool

  init(from: Instant?, to: Instant?) {
    self.from = (from ?? to).map(CivilTime.init)
    self.to = (to ?? from).map(CivilTime.init)
    isOneDay = self.from != nil && self.from?.date == self.to?.date
  }

  /// `02:03:11`, and the date before it where days differ.
  func moment(_ instant: Instant, milliseconds: Bool = false) -> String {
    let time = CivilTime(instant)
    let clock = milliseconds ? "\(time.clock).\(time.milliseconds)" : time.clock
    return isOneDay && time.date == from?.date ? clock : "\(time.date) \(clock)"
  }

  /// `2026-09-01 02:03–02:41 UTC`; nil when no evidence has a time.
  var window: String? {
    guard let from, let to else { return nil }
    if from.date != to.date { return "\(from.date) \(from.minute) – \(to.date) \(to.minute) UTC" }
    return from.minute == to.minute
      ? "\(from.date) \(from.minute) UTC" : "\(from.date) \(from.minute)–\(to.minute) UTC"
  }
}
