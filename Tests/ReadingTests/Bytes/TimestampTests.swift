import Bytes
import Testing

@Suite struct TimestampTests {
  /// The helper the macros need: `#expect` cannot hold a call that takes a `Span`.
  private func scan(_ text: String, from: Int = 0) -> (text: String, end: Int, hasZone: Bool)? {
    let bytes = Array(text.utf8)
    guard let time = scanTimestamp(bytes.span, from: from) else { return nil }
    return (formatRFC3339(nanoseconds: time.nanoseconds), time.end, time.hasZone)
  }

  @Test(arguments: [
    ("2018-05-15T21:00:05Z", "2018-05-15T21:00:05.000Z"),
    ("2024-05-02T09:14:21.105Z", "2024-05-02T09:14:21.105Z"),
    ("2024-05-02T09:14:21.106123456Z", "2024-05-02T09:14:21.106Z"),
    ("2024-05-02T09:14:21.1061234567890Z", "2024-05-02T09:14:21.106Z"),
    ("2024-05-02T09:14:21,105Z", "2024-05-02T09:14:21.105Z"),
    ("2024-03-11T18:22:07.031+0100", "2024-03-11T17:22:07.031Z"),
    ("2024-03-11T18:22:07.031+01:00", "2024-03-11T17:22:07.031Z"),
    ("2024-03-11T18:22:07.031+01", "2024-03-11T17:22:07.031Z"),
    ("2024-03-11T18:22:07-05:30", "2024-03-11T23:52:07.000Z"),
    ("2024-05-02T09:14:21.105000+00:00", "2024-05-02T09:14:21.105Z"),
    ("2024-05-02 09:14:21.105 +0000", "2024-05-02T09:14:21.105Z"),
    ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
    ("1970-01-01T00:00:00+02:00", "1969-12-31T22:00:00.000Z"),
    ("2024-02-29T12:00:00Z", "2024-02-29T12:00:00.000Z"),
    ("2200-12-31T23:59:59.999Z", "2200-12-31T23:59:59.999Z"),
  ])
  func `every shape of a zoned time is read to its last byte`(text: String, expected: String) {
    let time = scan(text)
    #expect(time?.text == expected)
    #expect(time?.end == text.utf8.count)
    #expect(time?.hasZone == true)
  }

  @Test(arguments: [
    ("2024-05-02 09:14:21.105", 23), ("2024-05-02T09:14:21", 19), ("2024-05-02T09:14:21 -5 pods", 19),
    ("2024-05-02T09:14:21. next", 19), ("2024-05-02T09:14:21-ipamd", 19),
    ("2024-05-02 09:14:21 stream x", 19),
  ])
  func `a time without zone ends where its digits end`(text: String, end: Int) {
    let time = scan(text)
    #expect(time?.end == end)
    #expect(time?.hasZone == false)
  }

  @Test(arguments: [
    "", "2024-05-02", "2024-05-02T09:14", "2024-13-02T09:14:21Z", "2023-02-29T00:00:00Z",
    "2100-02-29T00:00:00Z",
    "2024-04-31T00:00:00Z", "2024-05-00T00:00:00Z", "2024-05-02T24:00:00Z", "2024-05-02T09:60:21Z",
    "2024-05-02T09:14:61Z", "1969-12-31T23:59:59Z", "2201-01-01T00:00:00Z", "2024/05/02T09:14:21Z",
    "2024-05-02_09:14:21Z", "2024-05-02T09:14:21+99:00", "2024-05-02T09:14:21+01:75", "٢٠٢٤-05-02T09:14:21Z",
  ])
  func `what is no time is refused`(text: String) {
    #expect(scan(text) == nil)
  }

  @Test func `a time is found only at the given index`() {
    #expect(scan("[pod] 2024-05-02T09:14:21Z", from: 6)?.end == 26)
    #expect(scan("[pod] 2024-05-02T09:14:21Z", from: 5) == nil)
    #expect(scan("2024-05-02T09:14:21Z", from: -1) == nil)
    #expect(scan("2024-05-02T09:14:21Z", from: Int.max) == nil)
  }

  @Test func `a fraction keeps nine digits`() {
    let bytes = Array("1970-01-01T00:00:01.000000007Z".utf8)
    let time = scanTimestamp(bytes.span, from: 0)
    #expect(time?.nanoseconds == 1_000_000_007)
  }

  @Test func `no cut of a time crashes`() {
    let bytes = Array("2024-05-02T09:14:21.105 +0200 ".utf8)
    for end in 0...bytes.count {
      let head = Array(bytes[..<end])
      let time = scanTimestamp(head.span, from: 0)
      #expect((time?.end ?? 0) <= end)
    }
  }
}

@Suite struct YearlessTimeTests {
  private func klog(_ text: String) -> (time: YearlessTime, end: Int)? {
    let bytes = Array(text.utf8)
    return scanKlogStamp(bytes.span, from: 1)
  }

  private func syslog(_ text: String) -> (time: YearlessTime, end: Int)? {
    let bytes = Array(text.utf8)
    return scanSyslogStamp(bytes.span, from: 0)
  }

  @Test func `a klog stamp gives month, day and time`() {
    let stamp = klog("E0502 09:14:21.501234    3021 pod_workers.go:1298] x")
    #expect(stamp?.time == YearlessTime(month: 5, day: 2, nanoseconds: 33_261_501_234_000))
    #expect(stamp?.end == 21)
    #expect(stamp?.time.nanoseconds(inYear: 2024).map(formatRFC3339) == "2024-05-02T09:14:21.501Z")
  }

  @Test(arguments: ["May  2 09:14:21 host", "May 02 09:14:21 host", "May 2 09:14:21 host"])
  func `a syslog day may be padded with a blank, a zero or nothing`(text: String) {
    let stamp = syslog(text)
    #expect(stamp?.time == YearlessTime(month: 5, day: 2, nanoseconds: 33_261_000_000_000))
    #expect(stamp?.end == text.utf8.count - 5)
  }

  @Test(arguments: [
    "Mai  2 09:14:21", "May 32 09:14:21", "May  0 09:14:21", "May", "Feb 30 00:00:00", "may  2 09:14:21",
  ])
  func `what is no syslog stamp is refused`(text: String) {
    #expect(syslog(text) == nil)
  }

  @Test(arguments: ["E1302 09:14:21.5", "E0532 09:14:21.5", "E0502_09:14:21", "E05", "E0502 9:14:21.5"])
  func `what is no klog stamp is refused`(text: String) {
    #expect(klog(text) == nil)
  }

  @Test func `29 February needs a leap year`() {
    let stamp = klog("I0229 00:00:00.000000 1 x")
    #expect(stamp?.time.nanoseconds(inYear: 2024) != nil)
    #expect(stamp?.time.nanoseconds(inYear: 2023) == nil)
  }
}

@Suite struct CivilDateTests {
  @Test(arguments: [
    (1970, 1, 1, 0), (2000, 3, 1, 11_017), (2024, 3, 1, 19_783), (1969, 12, 31, -1), (1600, 1, 1, -135_140),
  ])
  func `days count from 1970`(year: Int, month: Int, day: Int, days: Int) {
    #expect(daysFromCivil(year: year, month: month, day: day) == days)
  }

  @Test func `days and dates are inverse and without gaps`() {
    var previous = (year: 1600, month: 1, day: 1)
    for days in -135_139...90_000 {
      let date = civilFromDays(days)
      #expect(daysFromCivil(year: date.year, month: date.month, day: date.day) == days)
      if date.day == 1 {
        #expect(previous.day == daysInMonth(year: previous.year, month: previous.month))
      } else {
        #expect(date.day == previous.day + 1)
      }
      previous = date
    }
  }

  @Test func `every Int64 is formatted`() {
    #expect(formatRFC3339(nanoseconds: 0) == "1970-01-01T00:00:00.000Z")
    #expect(formatRFC3339(nanoseconds: -1) == "1969-12-31T23:59:59.999Z")
    #expect(formatRFC3339(nanoseconds: .max) == "2262-04-11T23:47:16.854Z")
    #expect(formatRFC3339(nanoseconds: .min) == "1677-09-21T00:12:43.145Z")
  }
}
