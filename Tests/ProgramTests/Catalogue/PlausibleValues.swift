/// Values for the blanks of a template, chosen by the words around each, different for each seed.
struct PlausibleValues {
  /// Changes every id and number, so that a thousand lines are not one line.
  var seed = 0
  /// What stands where the template quotes another error.
  var failure = "unexpected answer"

  /// `before` ends the text in front of the blank, `after` starts the text behind it.
  struct Rule: Sendable {
    let before: String
    let after: String
    let value: Value
    init(_ before: String, _ after: String, _ value: Value) {
      self.before = before
      self.after = after
      self.value = value
    }
    init(_ before: String, _ value: Value) { self.init(before, "", value) }
  }

  enum Value: Sendable {
    case eni, subnet, instance, group, request, sandbox, address, addresses, prefix, mac, number, small, zero
    case type, version, pod, namespace, region, truth, code, failure
    case text(String)
  }

  func fill(_ row: MessageRow) -> String {
    let parts = row.template.replacing("%v", with: "\u{0}").split(
      separator: "\u{0}", omittingEmptySubsequences: false)
    var out = ""
    for (index, part) in parts.enumerated() {
      out += part
      guard index + 1 < parts.count else { break }
      out += string(value(row, number: index, before: out, after: parts[index + 1]))
    }
    return out
  }

  private func value(_ row: MessageRow, number: Int, before: String, after: Substring) -> Value {
    if let values = PlausibleValues.ofRow[row.id], number < values.count { return values[number] }
    for rule in PlausibleValues.rules where before.hasSuffix(rule.before) && after.hasPrefix(rule.after) {
      return rule.value
    }
    let quotesAnError = [": ", " - ", ", ", "! ", "plane ", "metadata "].contains { before.hasSuffix($0) }
    return quotesAnError && after.isEmpty ? .failure : .number
  }

  func string(_ value: Value) -> String {
    var numbers = SeededNumbers(seed: UInt64(seed))
    switch value {
    case .eni: return "eni-0" + numbers.hex(16)
    case .subnet: return "subnet-0" + numbers.hex(16)
    case .instance: return "i-0" + numbers.hex(16)
    case .group: return "sg-0" + numbers.hex(16)
    case .request:
      return [8, 4, 4, 4, 12].map { numbers.hex($0) }.joined(separator: "-")
    case .sandbox: return numbers.hex(64)
    case .address: return "10.0.\(numbers.below(200)).\(4 + numbers.below(250))"
    case .addresses: return "[10.0.\(numbers.below(200)).\(4 + numbers.below(250))/32]"
    case .prefix: return "10.0.\(numbers.below(200)).\(16 * numbers.below(16))/28"
    case .mac: return "02:" + (0..<5).map { _ in numbers.hex(2) }.joined(separator: ":")
    case .number: return String(2 + numbers.below(50))
    case .small: return String(1 + numbers.below(5))
    case .zero: return "0"
    case .type: return ["m5.large", "c5.4xlarge", "t3.medium", "r6g.2xlarge"][numbers.below(4)]
    case .version: return ["v1.18.3-eksbuild.1", "v1.19.6", "v1.12.6-eksbuild.2"][numbers.below(3)]
    case .pod: return "web-6d4b75cb6d-" + numbers.letters(5)
    case .namespace: return ["shop", "default", "payments"][numbers.below(3)]
    case .region: return ["us-east-1", "eu-west-1", "ap-southeast-2"][numbers.below(3)]
    case .truth: return "true"
    case .code: return "InvalidParameterValue"
    case .failure: return failure
    case .text(let text): return text
    }
  }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
  mutating func hex(_ count: Int) -> String { String((0..<count).map { _ in pick("0123456789abcdef") }) }
  mutating func letters(_ count: Int) -> String {
    String((0..<count).map { _ in pick("bcdfghjklmnpqrstvwxz2456789") })
  }
  private mutating func pick(_ letters: String) -> Character {
    letters[letters.index(letters.startIndex, offsetBy: below(letters.count))]
  }
}
