/// A time of a log that does not write the year: klog and syslog.
package struct YearlessTime: Hashable, Sendable {
  /// 1...12.
  package let month: Int
  /// 1...31, possible in that month of a leap year.
  package let day: Int
  /// Nanoseconds since midnight of the writer's zone.
  package let nanoseconds: Int64

  package init(month: Int, day: Int, nanoseconds: Int64) {
    self.month = month
    self.day = day
    self.nanoseconds = nanoseconds
  }

  /// Nanoseconds since 1970 when the year is `year` and the zone UTC; nil for 29 February of a common year.
  package func nanoseconds(inYear year: Int) -> Int64? {
    guard (1970...2200).contains(year), day <= daysInMonth(year: year, month: month) else { return nil }
    let days = daysFromCivil(year: year, month: month, day: day)
    return Int64(days) &* nanosecondsPerDay &+ nanoseconds
  }
}

/// Reads a klog stamp, the part after the level letter: `0502 09:14:21.501234`.
///
/// `end` is the index after the fraction. Source: klog header, `Lmmdd hh:mm:ss.uuuuuu threadid file:line] msg`.
package func scanKlogStamp(_ bytes: Span<UInt8>, from: Int) -> (time: YearlessTime, end: Int)? {
  guard let month = digits(2, bytes, at: from), let day = digits(2, bytes, at: from &+ 2),
    day >= 1, day <= daysInMonth(year: 2000, month: month),
    byte(bytes, from &+ 4) == UInt8(ascii: " "), let time = scanTimeOfDay(bytes, from: from &+ 5)
  else { return nil }
  return (YearlessTime(month: month, day: day, nanoseconds: time.nanoseconds), time.end)
}

/// Reads a syslog or journald short stamp: `May  2 09:14:21`, `May 02 09:14:21.106123`, `May 2 09:14:21`.
///
/// Month names are English whatever the host's language. Source: RFC 3164; journalctl `-o short`.
package func scanSyslogStamp(_ bytes: Span<UInt8>, from: Int) -> (time: YearlessTime, end: Int)? {
  guard let month = monthName(bytes, at: from), byte(bytes, from &+ 3) == UInt8(ascii: " ") else {
    return nil
  }
  var position = from &+ 4
  if byte(bytes, position) == UInt8(ascii: " ") { position &+= 1 }
  var day: Int
  if let two = digits(2, bytes, at: position) {
    day = two
    position &+= 2
  } else if let one = digits(1, bytes, at: position) {
    day = one
    position &+= 1
  } else {
    return nil
  }
  guard day >= 1, day <= daysInMonth(year: 2000, month: month), byte(bytes, position) == UInt8(ascii: " "),
    let time = scanTimeOfDay(bytes, from: position &+ 1)
  else { return nil }
  return (YearlessTime(month: month, day: day, nanoseconds: time.nanoseconds), time.end)
}

/// 1...12 for `Jan` to `Dec`.
private func monthName(_ bytes: Span<UInt8>, at start: Int) -> Int? {
  guard let first = byte(bytes, start), let second = byte(bytes, start &+ 1),
    let third = byte(bytes, start &+ 2)
  else { return nil }
  switch (UInt32(first) << 16) | (UInt32(second) << 8) | UInt32(third) {
  case 0x4A_616E: return 1
  case 0x46_6562: return 2
  case 0x4D_6172: return 3
  case 0x41_7072: return 4
  case 0x4D_6179: return 5
  case 0x4A_756E: return 6
  case 0x4A_756C: return 7
  case 0x41_7567: return 8
  case 0x53_6570: return 9
  case 0x4F_6374: return 10
  case 0x4E_6F76: return 11
  case 0x44_6563: return 12
  default: return nil
  }
}
