/// How a line travels, and what may happen to it on the way.
extension LogMill {
  /// The inside of a JSON string; now and then a letter is spelled out as its number, as no zap does it.
  static func escaped(_ text: String, isSpelled: Bool, _ dice: inout SeededDice) -> String {
    let spelled = isSpelled && dice.oneOf(6) ? dice.below(max(1, text.unicodeScalars.count)) : -1
    var result = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      switch scalar {
      case _ where index == spelled && scalar.value < 0x80: result += Self.number(scalar)
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20: result += Self.number(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// As Go's encoder of the container runtimes does it.
  private static func escapedByGo(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "<", ">", "&": result += Self.number(scalar)
      case _ where scalar.value < 0x20: result += Self.number(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func number(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
  }

  func dress(_ line: String, as dress: Dress, time: Int, node: Int) -> String {
    let stamp = Stamp.milliseconds(time)
    let nano = stamp.dropLast() + "000123Z"
    switch dress {
    case .plain: return line
    case .cri: return "\(nano) stdout F \(line)"
    case .docker:
      return "{\"log\":\"\(Self.escapedByGo(line))\\n\",\"stream\":\"stdout\",\"time\":\"\(nano)\"}"
    case .cloudwatch:
      let stream =
        "ip-10-40-12-\(node).ec2.internal-application.var.log.containers.aws-node-7kx2\(node)_kube-system_aws-node"
      return
        "{\"logStreamName\":\"\(stream)\",\"timestamp\":\(time),\"message\":\"\(Self.escapedByGo(line))\",\"ingestionTime\":\(time + 1430),\"eventId\":\"38120000000000000000000000000000000000000000000000000\(100 + time % 900)\"}"
    case .kubectl: return "[pod/aws-node-7kx2\(node)/aws-node] \(line)"
    case .journal: return "\(stamp) ip-10-40-12-\(node) ipamd[321]: \(line)"
    case .kubelet, .containerd: return line
    }
  }

  /// A klog line of the kubelet or a logrus line of the container runtime, as the journal shows them.
  mutating func host(_ dress: Dress, level: String, _ message: String, time: Int, node: Int) -> String {
    let stamp = Stamp.milliseconds(time)
    let month = stamp.dropFirst(5).prefix(2)
    let day = stamp.dropFirst(8).prefix(2)
    let clock = stamp.dropFirst(11).prefix(8)
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let name = months[(Int(month) ?? 1) - 1]
    // As rsyslog pads a day, and as journald does.
    let padded = day.first == "0" && draw(2) == 0 ? " " + day.dropFirst() : String(day)
    let head = "\(name) \(padded) \(clock) ip-10-40-12-\(node).ec2.internal"
    let text = message.split(separator: "\n").joined(separator: " ")
    if dress == .kubelet {
      let letter = ["error": "E", "warn": "W", "panic": "F"][level] ?? "I"
      return "\(head) kubelet[30\(node)]: \(letter)\(month)\(day) \(clock).\(100_000 + time % 1_000)    3021 "
        + "pod_workers.go:\(draw(999))] \(text)"
    }
    let fraction = ["", ".5", ".421073912"][draw(3)]
    return "\(head) containerd[21\(node)]: time=\"\(stamp.prefix(19))\(fraction)Z\" level=\(level) "
      + "msg=\"\(Self.escapedByGo(text))\""
  }

  /// Damage: bytes changed, an end cut off, NULs, foreign text, a blank line.
  mutating func spoil(_ line: inout [UInt8]) {
    switch draw(9) {
    case 0: line = Array(line.prefix(draw(line.count + 1)))
    case 1: line.removeFirst(draw(line.count + 1))
    case 2: if !line.isEmpty { line[draw(line.count)] = UInt8(draw(256)) }
    case 3: line.insert(contentsOf: [UInt8](repeating: 0, count: 1 + draw(40)), at: draw(line.count + 1))
    case 4: line = Array("goroutine 1 [running]:".utf8)
    case 5: line = []
    case 6: line = Array("NAME READY STATUS RESTARTS AGE".utf8)
    case 7: line = (0..<draw(60)).map { _ in UInt8(draw(256)) }
    default: line += Array(repeating: UInt8(ascii: "x"), count: 900)
    }
    // A line of two is two lines, the second without an end of its own.
    if draw(8) == 0 { line.insert(10, at: draw(line.count + 1)) }
  }
}

/// `2026-03-02T02:03:11.421Z` of milliseconds since 1970.
enum Stamp {
  static func milliseconds(_ time: Int) -> String {
    let seconds = time / 1_000
    // Days since 0000-03-01, in eras of 400 years.
    let shifted = seconds / 86_400 + 719_468
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    let year = yearOfEra + shifted / 146_097 * 400 + (month <= 2 ? 1 : 0)
    let day = dayOfYear - (153 * march + 2) / 5 + 1
    let rest = seconds % 86_400
    return "\(year)-\(padded(month))-\(padded(day))T\(padded(rest / 3_600)):\(padded(rest / 60 % 60)):"
      + "\(padded(rest % 60)).\(padded(time % 1_000, 3))Z"
  }

  private static func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
