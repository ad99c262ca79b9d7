import Bytes

/// Where the record proper stands in a line: from behind `{"level":"` to before the `"}` that closes it, escaped as
/// the line has it. Nil for a line without a zap record that names its level first, or with one in too much else.
///
///     {"log":"{\"level\":\"debug\",…,\"msg\":\"…\"}\n","stream":"stdout","time":"…"}
///
/// What stands before and behind is the same from line to line of one log, but for its times.
package func recordFrame(of line: Span<UInt8>) -> Range<Int>? {
  let most = 1_024
  if let mark = firstRange(of: "{\"level\":\"", in: line), mark.upperBound <= most {
    guard line.count >= mark.upperBound &+ 8, hasBytes("\"}", in: line, at: line.count &- 2) else {
      return nil
    }
    return mark.upperBound..<(line.count &- 2)
  }
  guard let mark = firstRange(of: "{\\\"level\\\":\\\"", in: line), mark.upperBound <= most else {
    return nil
  }
  var end = line.count &- 3
  while end > mark.upperBound &+ 8, line.count &- end <= most {
    if hasBytes("\\\"}", in: line, at: end) { return mark.upperBound..<end }
    end &-= 1
  }
  return nil
}

/// Where the level of a klog or logrus line of a host begins: the letter of `I0309 02:03:08.2`, or what follows
/// `level=`. Nil for other lines, and for records inside of objects, whose ends are other ones.
///
///     Mar 09 02:03:08 ip-10-40-12-93 kubelet[3021]: I0309 02:03:08.2    3021 reflector.go:351] …
///     time="2026-03-09T02:03:08.2Z" level=info msg="…"
package func levelPlace(of line: Span<UInt8>) -> (start: Int, isLetter: Bool)? {
  let most = min(256, line.count &- 8)
  var index = 0
  while index < most {
    if byte(line, index) == UInt8(ascii: "{") { return nil }
    let isStart = index == 0 || byte(line, index &- 1) == UInt8(ascii: " ")
    if isStart, hasBytes("level=", in: line, at: index) { return (index &+ 6, false) }
    if isStart, byte(line, index).map({ "IWEF".utf8.contains($0) }) == true,
      scanKlogStamp(line, from: index &+ 1) != nil
    {
      return (index, true)
    }
    index &+= 1
  }
  return nil
}
