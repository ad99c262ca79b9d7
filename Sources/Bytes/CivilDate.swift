/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar; negative before it.
///
/// The month is 1...12; the day is not checked, so day 32 is the first of the next month.
/// 2024-03-01: 19783. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
package func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
  // The year starts in March, so the leap day is its last.
  let year = month <= 2 ? year &- 1 : year
  let era = (year >= 0 ? year : year &- 399) / 400
  let yearOfEra = year &- era &* 400
  let dayOfYear = (153 &* (month > 2 ? month &- 3 : month &+ 9) &+ 2) / 5 &+ day &- 1
  let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
  return era &* 146_097 &+ dayOfEra &- 719_468
}

/// The date that is `days` after 1970-01-01: the inverse of `daysFromCivil`.
package func civilFromDays(_ days: Int) -> (year: Int, month: Int, day: Int) {
  let days = days &+ 719_468
  let era = (days >= 0 ? days : days &- 146_096) / 146_097
  let dayOfEra = days &- era &* 146_097
  let yearOfEra = (dayOfEra &- dayOfEra / 1_460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
  let shifted = (5 &* dayOfYear &+ 2) / 153
  let month = shifted < 10 ? shifted &+ 3 : shifted &- 9
  let year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
  return (year, month, dayOfYear &- (153 &* shifted &+ 2) / 5 &+ 1)
}

/// Days of a month, 28 to 31; 0 when the month is not 1...12.
package func daysInMonth(year: Int, month: Int) -> Int {
  switch month {
  case 1, 3, 5, 7, 8, 10, 12: 31
  case 4, 6, 9, 11: 30
  case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
  default: 0
  }
}

/// Nanoseconds since 1970 as `2024-05-02T09:14:21.105Z`: UTC, milliseconds, the rest cut off.
///
/// Every Int64 has an answer; the years run from 1677 to 2262.
package func formatRFC3339(nanoseconds: Int64) -> String {
  // Floor, not truncation: a time before 1970 belongs to the millisecond it is in.
  let milliseconds = nanoseconds >= 0 ? nanoseconds / 1_000_000 : (nanoseconds &+ 1) / 1_000_000 &- 1
  let dayLength: Int64 = 86_400_000
  let days = milliseconds >= 0 ? milliseconds / dayLength : (milliseconds &+ 1) / dayLength &- 1
  let date = civilFromDays(Int(days))
  let inDay = Int(milliseconds &- days &* dayLength)
  var text: [UInt8] = []
  text.reserveCapacity(24)
  func append(_ value: Int, digits: Int, then separator: UInt8) {
    var divisor = 1
    for _ in 1..<digits { divisor &*= 10 }
    while divisor > 0 {
      text.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
    text.append(separator)
  }
  append(date.year, digits: 4, then: UInt8(ascii: "-"))
  append(date.month, digits: 2, then: UInt8(ascii: "-"))
  append(date.day, digits: 2, then: UInt8(ascii: "T"))
  append(inDay / 3_600_000, digits: 2, then: UInt8(ascii: ":"))
  append(inDay / 60_000 % 60, digits: 2, then: UInt8(ascii: ":"))
  append(inDay / 1_000 % 60, digits: 2, then: UInt8(ascii: "."))
  append(inDay % 1_000, digits: 3, then: UInt8(ascii: "Z"))
  return String(decoding: text, as: UTF8.self)
}
