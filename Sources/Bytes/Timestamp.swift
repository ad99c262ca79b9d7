/// Reads an RFC 3339 or ISO 8601 time that starts at `from`.
///
///     2024-05-02T09:14:21.105Z   2024-05-02 09:14:21,105   2024-05-02T09:14:21.106123+0000
///
/// Shape: date, `T` or one blank, `hh:mm:ss`, then a fraction after `.` or `,` (digits after the ninth are
/// read and dropped), then `Z`, `+hh:mm`, `+hhmm`, `+hh`, ` +hhmm` (Go's own form) or no zone at all.
/// `nanoseconds` count from 1970 UTC; without a zone the time is taken as UTC and `hasZone` is false.
/// `end` is the index after the last byte that belongs to the time.
/// Nil when a field is missing or out of range: years 1970 to 2200, real days of the month, second 60 allowed.
/// Source: RFC 3339; zap writes the zone without a colon, journald `short-iso-precise` too.
package func scanTimestamp(
  _ bytes: Span<UInt8>, from: Int
) -> (nanoseconds: Int64, end: Int, hasZone: Bool)? {
  guard from >= 0, from <= bytes.count &- 19,
    let year = digits(4, bytes, at: from), bytes[from &+ 4] == UInt8(ascii: "-"),
    let month = digits(2, bytes, at: from &+ 5), bytes[from &+ 7] == UInt8(ascii: "-"),
    let day = digits(2, bytes, at: from &+ 8)
  else { return nil }
  let separator = bytes[from &+ 10]
  guard separator == UInt8(ascii: "T") || separator == UInt8(ascii: " ") || separator == UInt8(ascii: "t"),
    (1970...2200).contains(year), day >= 1, day <= daysInMonth(year: year, month: month),
    let time = scanTimeOfDay(bytes, from: from &+ 11)
  else { return nil }
  let days = Int64(daysFromCivil(year: year, month: month, day: day))
  let local = days &* nanosecondsPerDay &+ time.nanoseconds
  switch scanZone(bytes, from: time.end) {
  case .none: return (local, time.end, false)
  case .broken: return nil
  case .offset(let seconds, let end): return (local &- Int64(seconds) &* 1_000_000_000, end, true)
  }
}

let nanosecondsPerDay: Int64 = 86_400_000_000_000

/// `09:14:21`, `09:14:21.106123`: nanoseconds since midnight. Second 60 counts as the next minute's first.
func scanTimeOfDay(_ bytes: Span<UInt8>, from: Int) -> (nanoseconds: Int64, end: Int)? {
  guard let hour = digits(2, bytes, at: from), hour < 24, byte(bytes, from &+ 2) == UInt8(ascii: ":"),
    let minute = digits(2, bytes, at: from &+ 3), minute < 60,
    byte(bytes, from &+ 5) == UInt8(ascii: ":"),
    let second = digits(2, bytes, at: from &+ 6), second <= 60
  else { return nil }
  var position = from &+ 8
  var fraction: Int64 = 0
  let mark = byte(bytes, position)
  if mark == UInt8(ascii: ".") || mark == UInt8(ascii: ","), isDigit(byte(bytes, position &+ 1)) {
    position &+= 1
    var scale: Int64 = 100_000_000
    while let digit = byte(bytes, position), isDigit(digit) {
      fraction &+= Int64(digit &- UInt8(ascii: "0")) &* scale
      scale /= 10
      position &+= 1
    }
  }
  let seconds = Int64(hour &* 3_600 &+ minute &* 60 &+ second)
  return (seconds &* 1_000_000_000 &+ fraction, position)
}

private enum Zone {
  case none
  case broken
  case offset(seconds: Int, end: Int)
}

private func scanZone(_ bytes: Span<UInt8>, from: Int) -> Zone {
  var start = from
  switch byte(bytes, from) {
  case UInt8(ascii: "Z"), UInt8(ascii: "z"):
    return .offset(seconds: 0, end: from &+ 1)
  case UInt8(ascii: "+"), UInt8(ascii: "-"):
    break
  case UInt8(ascii: " "):
    // Only the four-digit form may stand after a blank: ` -5` is the start of a message.
    let sign = byte(bytes, from &+ 1)
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), digits(4, bytes, at: from &+ 2) != nil,
      !isDigit(byte(bytes, from &+ 6))
    else { return .none }
    start = from &+ 1
  default:
    return .none
  }
  guard let hours = digits(2, bytes, at: start &+ 1) else { return .none }
  var minutes = 0
  var end = start &+ 3
  if byte(bytes, end) == UInt8(ascii: ":"), let value = digits(2, bytes, at: end &+ 1) {
    minutes = value
    end &+= 3
  } else if let value = digits(2, bytes, at: end) {
    minutes = value
    end &+= 2
  }
  // No zone is further than 14 hours from UTC; some leeway for odd clocks.
  guard hours <= 18, minutes < 60, !isDigit(byte(bytes, end)) else { return .broken }
  let seconds = hours &* 3_600 &+ minutes &* 60
  return .offset(seconds: byte(bytes, start) == UInt8(ascii: "-") ? -seconds : seconds, end: end)
}
