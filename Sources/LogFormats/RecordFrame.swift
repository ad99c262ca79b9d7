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
