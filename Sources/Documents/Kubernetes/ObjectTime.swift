import VPCModel

/// Times as Kubernetes and ipamd write them.
///
///     2024-05-02T09:14:21.105Z            objects, introspection
///     2024-05-02T09:14:21+02:00           tags, offsets
///     Tue, 09 Jun 2020 11:52:52 -0400     kubectl describe (RFC 1123 with a numeric zone)
///
/// The zero time of Go (year 1) and anything outside 1970 to 2261 is nil: it says "never".
enum ObjectTime {
  static func parse(_ text: String?) -> Instant? {
    guard let text, text.utf8.count <= 64 else { return nil }
    var scanner = DigitScanner(Array(text.utf8))
    return rfc3339(&scanner) ?? rfc1123(text)
  }

  private static func rfc3339(_ scanner: inout DigitScanner) -> Instant? {
    guard let year = scanner.number(digits: 4), scanner.skip("-"),
      let month = scanner.number(digits: 2), scanner.skip("-"),
      let day = scanner.number(digits: 2), scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
      let clock = scanner.clock()
    else { return nil }
    let fraction = scanner.skip(".") ? scanner.fraction() : 0
    guard let zone = scanner.zone(), scanner.isAtEnd else { return nil }
    return instant(year, month, day, clock - zone, fraction)
  }

  private static func rfc1123(_ text: String) -> Instant? {
    let words = text.split(whereSeparator: { $0 == " " || $0 == "," })
    guard words.count >= 5, let day = Int(words[1]), let month = month(words[2]), let year = Int(words[3])
    else { return nil }
    var scanner = DigitScanner(Array(words[4].utf8))
    guard let clock = scanner.clock(), scanner.isAtEnd else { return nil }
    var zone = 0
    if words.count >= 6, words[5] != "UTC", words[5] != "GMT" {
      var offset = DigitScanner(Array(words[5].utf8))
      guard let seconds = offset.zone(), offset.isAtEnd else { return nil }
      zone = seconds
    }
    return instant(year, month, day, clock - zone, 0)
  }

  private static func month(_ text: Substring) -> Int? {
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return names.firstIndex { $0 == text }.map { $0 + 1 }
  }

  private static func instant(_ year: Int, _ month: Int, _ day: Int, _ seconds: Int, _ nanoseconds: Int)
    -> Instant?
  {
    guard (1970...2261).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    // Days since the epoch, counting years from March so that the leap day comes last.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    return Instant(nanoseconds: Int64((days * 86_400 + seconds) * 1_000_000_000 + nanoseconds))
  }
}

/// A cursor over digits and separators. Indices are checked, so no input can trap.
struct DigitScanner {
  private let bytes: [UInt8]
  private var position = 0
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
    position += 1
    return true
  }

  mutating func number(digits: Int) -> Int? {
    guard position + digits <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<position + digits] {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int(byte) - 48
    }
    position += digits
    return value
  }

  /// Digits after the point as nanoseconds; more than nine are cut.
  mutating func fraction() -> Int {
    var value = 0
    var scale = 100_000_000
    while position < bytes.count, (48...57).contains(bytes[position]) {
      value += (Int(bytes[position]) - 48) * scale
      scale /= 10
      position += 1
    }
    return value
  }

  /// `11:52:52` as seconds of the day.
  mutating func clock() -> Int? {
    guard let hour = number(digits: 2), skip(":"), let minute = number(digits: 2), skip(":"),
      let second = number(digits: 2), hour < 24, minute < 60, second < 61
    else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// `Z`, `+02:00`, `-0400` or nothing (UTC) as seconds east of UTC.
  mutating func zone() -> Int? {
    if skip("Z") || skip("z") || isAtEnd { return 0 }
    let sign = skip("+") ? 1 : skip("-") ? -1 : 0
    guard sign != 0, let hour = number(digits: 2) else { return nil }
    _ = skip(":")
    guard let minute = number(digits: 2) else { return nil }
    return sign * (hour * 3600 + minute * 60)
  }
}
