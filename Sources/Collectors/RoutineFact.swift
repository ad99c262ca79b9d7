import Bytes
import Patterns

/// Routine lines that come by the million and are read without a regex, by the name of the pattern that states the
/// same. What a reading is not certain of, it leaves to the pattern.
enum RoutineFact: String {
  case poolStats = "signal-pool-stats-card"
  case poolAtRequest = "signal-pool-at-request"
  case request = "signal-request"
  case requestPod = "signal-request-pod"
  case given = "signal-assigned-store"
  case answered = "signal-assigned"
  case ownENI = "signal-own-eni"
}

/// What such a line says; ranges are of the text it was read from.
enum RoutineReading {
  case pool(PoolReading)
  case request(sandbox: Range<Int>)
  case requestPod(pod: Range<Int>, namespace: Range<Int>, sandbox: Range<Int>)
  case given(sandbox: Range<Int>)
  case answered
}

extension RoutineFact {
  /// `from`: where the fact begins, or before. Nil when the line is not exactly of the common form.
  func read(_ line: Span<UInt8>, from: Int) -> RoutineReading? {
    var cursor = Cursor(position: from)
    switch self {
    case .poolStats:
      guard cursor.find("IP stats - total IPs: ", 0, line), let total = cursor.number(line),
        cursor.take(", assigned IPs: ", line), let assigned = cursor.number(line),
        cursor.take(", cooldown IPs: ", line), let cooling = cursor.number(line)
      else { return nil }
      return .pool(PoolReading(total: total, assigned: assigned, cooling: cooling))
    case .poolAtRequest:
      guard cursor.find("AssignPodIPv4Address: IP address pool stats: total", 11, line) else { return nil }
      _ = cursor.take(":", line)
      guard cursor.take(" ", line), let total = cursor.number(line), cursor.take(", assigned", line) else {
        return nil
      }
      _ = cursor.take(":", line)
      guard cursor.take(" ", line), let assigned = cursor.number(line) else { return nil }
      return .pool(PoolReading(total: total, assigned: assigned))
    case .request:
      guard cursor.find("Received AddNetwork for NS ", 0, line),
        cursor.skip(upTo: UInt8(ascii: ","), 200, line),
        cursor.take(", ", line), cursor.take("Sandbox ", line) || cursor.take("Container ", line),
        let sandbox = cursor.hex(line)
      else { return nil }
      return .request(sandbox: sandbox)
    case .requestPod:
      guard cursor.find("AddNetworkRequest: K8S_POD_NAME:", 19, line),
        let pod = cursor.quoted(253, dots: true, line),
        cursor.blanks(line), cursor.take("K8S_POD_NAMESPACE:", line),
        let namespace = cursor.quoted(63, dots: false, line), cursor.blanks(line),
        cursor.take("K8S_POD_INFRA_CONTAINER_ID:", line), cursor.quote(line), let sandbox = cursor.hex(line),
        cursor.quote(line)
      else { return nil }
      return .requestPod(pod: pod, namespace: namespace, sandbox: sandbox)
    case .given:
      guard cursor.find("ssignPodIPAddressUnsafe: Assign IP ", 17, line),
        cursor.skip(upTo: UInt8(ascii: " "), 64, line),
        cursor.take(" to sandbox ", line)
      else { return nil }
      // `aws-cni/3f7b…/eth0`, or the sandbox alone.
      let start = cursor.position
      if !cursor.skip(upTo: UInt8(ascii: "/"), 32, line) || !cursor.take("/", line) {
        cursor.position = start
      }
      guard let sandbox = cursor.hex(line) else { return nil }
      return .given(sandbox: sandbox)
    case .ownENI: return nil
    case .answered:
      guard cursor.find("Send AddNetworkReply: IPv4Addr", 0, line) else { return nil }
      _ = cursor.take(":", line)
      guard cursor.take(" ", line), isDigit(byte(line, cursor.position)),
        let end = findBytes("err: <nil>", in: line, from: cursor.position, anchor: 5),
        end - cursor.position <= 300,
        findBytes("PodVlanId:", in: line, from: cursor.position, anchor: 3) == nil
      else { return nil }
      return .answered
    }
  }
}

/// A place in a line that moves on as its parts are recognised.
private struct Cursor {
  var position: Int

  mutating func find(_ text: StaticString, _ anchor: Int, _ line: Span<UInt8>) -> Bool {
    guard let found = findBytes(text, in: line, from: position, anchor: anchor) else { return false }
    position = found + text.utf8CodeUnitCount
    return true
  }

  mutating func take(_ text: StaticString, _ line: Span<UInt8>) -> Bool {
    guard hasText(text, in: line, at: position) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  /// One to six digits, and no more.
  mutating func number(_ line: Span<UInt8>) -> Int? {
    var value = 0
    let start = position
    while position < line.count, line[position] &- 48 < 10, position - start < 7 {
      value = value * 10 + Int(line[position] &- 48)
      position += 1
    }
    return (1...6).contains(position - start) ? value : nil
  }

  mutating func skip(upTo byte: UInt8, _ most: Int, _ line: Span<UInt8>) -> Bool {
    let start = position
    while position < line.count, position - start <= most {
      if line[position] == byte { return position > start }
      position += 1
    }
    return false
  }

  mutating func hex(_ line: Span<UInt8>) -> Range<Int>? {
    let start = position
    while position < line.count, line[position] &- 48 < 10 || line[position] &- 97 < 6 { position += 1 }
    return (8...64).contains(position - start) ? start..<position : nil
  }

  mutating func blanks(_ line: Span<UInt8>) -> Bool {
    let start = position
    while position < line.count, line[position] == 32 { position += 1 }
    return position > start
  }

  /// A quote, behind as many backslashes as the wrappers have put there.
  mutating func quote(_ line: Span<UInt8>) -> Bool {
    while position < line.count, line[position] == UInt8(ascii: "\\") { position += 1 }
    guard byte(line, position) == UInt8(ascii: "\"") else { return false }
    position += 1
    return true
  }

  /// A name of Kubernetes between quotes.
  mutating func quoted(_ most: Int, dots: Bool, _ line: Span<UInt8>) -> Range<Int>? {
    guard quote(line) else { return nil }
    let start = position
    while position < line.count {
      let next = line[position]
      guard
        next &- 97 < 26 || next &- 48 < 10 || next == UInt8(ascii: "-") || (dots && next == UInt8(ascii: "."))
      else { break }
      position += 1
    }
    let range = start..<position
    guard (1...most).contains(range.count), quote(line) else { return nil }
    return range
  }
}
