/// RFC 3339 times as tags carry them: `2026-03-01T10:15:04Z`, with a fraction and an offset or without.
enum Timestamp {
  static func instant(_ text: String) -> Instant? {
    let bytes = [UInt8](text.utf8)
    guard bytes.count >= 20, bytes.count <= 40 else { return nil }
    guard let year = number(bytes, 0, 4), let month = number(bytes, 5, 2), let day = number(bytes, 8, 2),
      let hour = number(bytes, 11, 2), let minute = number(bytes, 14, 2), let second = number(bytes, 17, 2),
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      (1700...2200).contains(year), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
      second <= 60
    else { return nil }
    var position = 19
    var nanoseconds = 0
    if bytes[position] == UInt8(ascii: ".") {
      position += 1
      var unit = 100_000_000
      let start = position
      while position < bytes.count, let digit = digit(bytes[position]) {
        nanoseconds += digit * unit
        unit /= 10
        position += 1
      }
      if position == start { return nil }
    }
    guard let offset = offset(bytes, at: position) else { return nil }
    let seconds =
      days(year: year, month: month, day: day) * 86400 + hour * 3600 + minute * 60 + second - offset
    return Instant(nanoseconds: Int64(seconds) * 1_000_000_000 + Int64(nanoseconds))
  }

  /// Seconds east of UTC; nil when the rest of the text is no offset.
  private static func offset(_ bytes: [UInt8], at position: Int) -> Int? {
    guard position < bytes.count else { return nil }
    if bytes[position] == UInt8(ascii: "Z") || bytes[position] == UInt8(ascii: "z") {
      return position + 1 == bytes.count ? 0 : nil
    }
    guard bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-"),
      let hours = number(bytes, position + 1, 2), let minutes = number(bytes, position + 4, 2),
      bytes[position + 3] == UInt8(ascii: ":"), bytes.count == position + 6, hours < 24, minutes < 60
    else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return bytes[position] == UInt8(ascii: "-") ? -seconds : seconds
  }

  /// Days since 1970-01-01 in the Gregorian calendar, counted in eras of 400 years from March on.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
    guard start >= 0, start + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[start..<start + count] {
      guard let digit = digit(byte) else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private static func digit(_ byte: UInt8) -> Int? {
    (48...57).contains(byte) ? Int(byte) - 48 : nil
  }
}
