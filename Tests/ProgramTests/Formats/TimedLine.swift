import Bytes

/// A line of a log and when it was written: what a wrapper gets to see.
struct TimedLine: Sendable {
  /// Nanoseconds since 1970, UTC.
  var time: Int64
  var text: String

  /// The lines of a log; one without a stamp has the time of the line before.
  static func lines(of bytes: [UInt8]) -> [TimedLine] {
    var time: Int64 = 0
    return bytes.split(separator: 10).map { line in
      let line = Array(line)
      time = stamp(in: line) ?? time
      return TimedLine(time: time, text: String(decoding: line, as: UTF8.self))
    }
  }

  private static func stamp(in line: [UInt8]) -> Int64? {
    if let found = scanTimestamp(line.span, from: 0) { return found.nanoseconds }
    for key in ["\"ts\":\"", "time=\""] {
      guard let range = line.firstRange(of: Array(key.utf8)) else { continue }
      return scanTimestamp(line.span, from: range.upperBound)?.nanoseconds
    }
    return nil
  }

  func with(_ text: String) -> TimedLine { TimedLine(time: time, text: text) }
}

extension TimedLine {
  private var seconds: Int { Int(time / 1_000_000_000) }
  var milliseconds: Int { Int(time / 1_000_000) }

  /// `2024-05-02T09:14:21` with this many digits behind the point, none without a point.
  func iso(digits: Int, between: String = "T") -> String {
    let date = civilFromDays(seconds / 86_400)
    let text = "\(date.year)-\(pad(date.month))-\(pad(date.day))\(between)\(clock)"
    let fraction = pad(Int(time % 1_000_000_000), 9)
    return digits == 0 ? text : text + "." + fraction.prefix(digits)
  }

  /// `May  2 09:14:21`, as syslog and journald write.
  var monthDay: String {
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let date = civilFromDays(seconds / 86_400)
    return "\(names[date.month - 1]) \(date.day < 10 ? " " : "")\(date.day) \(clock)"
  }

  private var clock: String {
    let second = seconds % 86_400
    return "\(pad(second / 3_600)):\(pad(second / 60 % 60)):\(pad(second % 60))"
  }

  private func pad(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// A string of JSON as Go's `encoding/json` writes it: `<`, `>` and `&` escaped too.
func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case "<": result += "\\u003c"
    case ">": result += "\\u003e"
    case "&": result += "\\u0026"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
