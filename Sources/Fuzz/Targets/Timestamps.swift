import Bytes

/// Bytes as a time, from every place in them: what is accepted ends inside, says the same when it stands alone, and
/// reads the same after it was written anew by another calendar.
func fuzzTimestamps(_ bytes: [UInt8]) -> String? {
  let bytes = Array(bytes.prefix(256))
  for from in -1...(bytes.count + 1) {
    if let fault = faultOfTime(in: bytes, from: from) { return fault }
    if let stamp = scanKlogStamp(bytes.span, from: from), !(from...bytes.count).contains(stamp.end) {
      return "klog's stamp at \(from) ends at \(stamp.end)"
    }
    if let stamp = scanSyslogStamp(bytes.span, from: from) {
      guard (from...bytes.count).contains(stamp.end) else { return "syslog's stamp ends at \(stamp.end)" }
      // February 29 is not in every year, all other days are.
      let times = [2023, 2024].compactMap { stamp.time.nanoseconds(inYear: $0) }
      guard !times.isEmpty else { return "syslog's stamp at \(from) is in no year" }
    }
  }
  return nil
}

private func faultOfTime(in bytes: [UInt8], from: Int) -> String? {
  guard let found = scanTimestamp(bytes.span, from: from) else { return nil }
  guard found.end >= from + 19, found.end <= bytes.count else { return "at \(from) ends at \(found.end)" }
  let alone = Array(bytes[from..<found.end])
  guard let again = scanTimestamp(alone.span, from: 0), again.nanoseconds == found.nanoseconds,
    again.end == alone.count, again.hasZone == found.hasZone
  else { return "\(String(decoding: alone, as: UTF8.self)) reads otherwise when it stands alone" }
  let written = rfc3339(found.nanoseconds)
  // An offset or second 60 may lead out of the years that are read.
  if [Array("1969".utf8), Array("2201".utf8)].contains(Array(written.prefix(4))) { return nil }
  guard let back = scanTimestamp(written.span, from: 0), back.nanoseconds == found.nanoseconds, back.hasZone
  else {
    return "\(String(decoding: alone, as: UTF8.self)) is no \(String(decoding: written, as: UTF8.self))"
  }
  // Without an offset to add, date and time are the ones that stand there; second 60 is the next minute's first.
  let isPlain = !found.hasZone || alone.last.map { $0 | 0x20 } == UInt8(ascii: "z")
  if isPlain, alone[17] != UInt8(ascii: "6") {
    guard alone[..<10] == written[..<10], alone[11..<19] == written[11..<19] else {
      return "\(String(decoding: alone, as: UTF8.self)) is no \(String(decoding: written, as: UTF8.self))"
    }
  }
  return nil
}

/// `2024-05-02T09:14:21.105000000Z`, years counted one by one from 1970: slow, and nothing to get wrong.
private func rfc3339(_ nanoseconds: Int64) -> [UInt8] {
  let perDay: Int64 = 86_400_000_000_000
  var days = Int(nanoseconds / perDay)
  var rest = nanoseconds % perDay
  if rest < 0 { (days, rest) = (days - 1, rest + perDay) }
  var year = 1970
  while days < 0 {
    year -= 1
    days += daysOf(year)
  }
  while days >= daysOf(year) {
    days -= daysOf(year)
    year += 1
  }
  var month = 1
  for length in [31, daysOf(year) - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
    if days < length { break }
    days -= length
    month += 1
  }
  let seconds = Int(rest / 1_000_000_000)
  return digits(year, 4) + [45] + digits(month, 2) + [45] + digits(days + 1, 2) + [84]
    + digits(seconds / 3_600, 2) + [58] + digits(seconds / 60 % 60, 2) + [58] + digits(seconds % 60, 2)
    + [46] + digits(Int(rest % 1_000_000_000), 9) + [90]
}

private func daysOf(_ year: Int) -> Int {
  year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
}

private func digits(_ number: Int, _ width: Int) -> [UInt8] {
  var digits = [UInt8](repeating: 48, count: width)
  var rest = number
  for index in digits.indices.reversed() {
    digits[index] = UInt8(48 + rest % 10)
    rest /= 10
  }
  return digits
}
