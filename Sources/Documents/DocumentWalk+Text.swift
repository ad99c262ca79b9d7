import Evidence
import VPCModel

/// What stands before, between and behind documents.
extension DocumentWalk {
  private static let lineLimit = 1_048_576

  /// Goes to the next place where a value starts; text on the way is handed back. False at the end.
  mutating func findDocument() -> Bool {
    while true {
      reader.feed.skipWhitespace()
      guard let byte = reader.feed.peek() else { return false }
      if reader.startsValue() { return true }
      switch byte {
      // Between objects on a line, around pasted ones, after a crash.
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "`"), 0x00, 0x1E: reader.feed.take()
      default: if takeLine() { return true }
      }
    }
  }

  /// The rest of a broken line belongs to the broken document.
  mutating func skipLine() {
    while let byte = reader.feed.peek(), byte != 0x0A { reader.feed.take() }
  }

  /// Takes a line of text; true when a document starts inside it.
  private mutating func takeLine() -> Bool {
    let (number, start) = (reader.line, reader.byte)
    var line: [UInt8] = []
    // A progress meter of curl has no line end: the answer stands right behind its last number.
    var isMeter = true
    while let byte = reader.feed.peek() {
      if byte == 0x0A || byte == 0x0D { break }
      if byte == UInt8(ascii: "{"), isMeter, reader.startsValue() { return true }
      isMeter = isMeter && Self.isMeterByte(byte)
      if line.count < Self.lineLimit { line.append(byte) }
      reader.feed.take()
    }
    // A carriage return alone overwrites a meter on a terminal: a line of its own.
    reader.feed.take()
    while line.last == 0x20 || line.last == 0x09 || line.last == 0 { line.removeLast() }
    if !line.isEmpty { take(line, number, start) }
    return false
  }

  private static func isMeterByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), 0x20, 0x09, UInt8(ascii: "."), UInt8(ascii: ":"),
      UInt8(ascii: "-"), UInt8(ascii: "%"), UInt8(ascii: "k"), UInt8(ascii: "M"), UInt8(ascii: "G"):
      true
    default: false
    }
  }

  private mutating func take(_ line: [UInt8], _ number: Int, _ byte: Int) {
    summary.textLines += 1
    if let value = Self.wholeNumber(line) {
      if numbers.count < 100_000 { numbers.append((value, number, byte)) }
      return
    }
    if line == Array("null".utf8) { return count(.awsProjection, 0) }
    let content = String(decoding: line.prefix(4_096), as: UTF8.self)
    if let failure = OperatorError(content) {
      return state(
        .operatorError(code: failure.code, operation: failure.operation, text: failure.text), number, byte)
    }
    if let form = ForeignForm(content) {
      isInsideForeign = true
      hasOtherText = true
      if toldForeign.insert(form.rawValue).inserted { problem(number, byte, form.advice) }
      count(.unknown)
      return
    }
    let goesOn = command?.hasSuffix("\\") == true
    if goesOn || Self.isPrompt(content) {
      // A command goes on behind a backslash, but not for ever.
      let before = goesOn ? command ?? "" : ""
      command = before.utf8.count < 4_096 ? before + content : nil
    } else {
      hasOtherText = true
    }
    if !isInsideForeign { text(line, number, byte) }
  }

  /// Digits alone; nil for more than `Int` holds.
  private static func wholeNumber(_ line: [UInt8]) -> Int? {
    guard line.count <= 18, line.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(String(decoding: line, as: UTF8.self))
  }

  /// The command that was typed, whatever the prompt before it.
  private static func isPrompt(_ line: String) -> Bool {
    line.hasPrefix("$") || line.hasPrefix("#") || line.contains("$ ") || line.contains("aws ec2")
      || line.contains("# aws ") || line.contains("max-pods-calculator")
  }

  /// A projection that names nothing, completed from the command typed above it, when that names exactly one
  /// subnet or type: `--subnet-ids subnet-0a --query 'Subnets[].AvailableIpAddressCount'`.
  func completed(_ statement: Statement) -> Statement {
    guard let command else { return statement }
    switch statement {
    case .bareAvailable(let available):
      if Self.countsRegion(command) { return .regionInterfaceCount(available) }
      guard let id = Self.argument(of: "--subnet-ids", in: command), id.hasPrefix("subnet-") else {
        return statement
      }
      var subnet = Subnet(id: SubnetID(id))
      subnet.available = available
      return .subnet(subnet)
    case .bareLimits(let enis, let addresses):
      guard let type = Self.argument(of: "--instance-types", in: command), type.contains(".") else {
        return statement
      }
      return .instanceType(InstanceTypeLimits(type: type, enis: enis, ipv4PerENI: addresses))
    default: return statement
    }
  }

  /// `aws ec2 describe-network-interfaces --query 'length(NetworkInterfaces)'`: the question about the quota.
  private static func countsRegion(_ command: String) -> Bool {
    command.contains("describe-network-interfaces") && command.contains("length(NetworkInterfaces)")
      && !isNarrowed(command)
  }

  private static func isNarrowed(_ command: String) -> Bool {
    ["--filter", "--network-interface-ids", "--max-items", "--page-size", "--no-paginate"].contains {
      command.contains($0)
    }
  }

  /// The only value of an option; nil for several, and for a shell variable.
  private static func argument(of option: String, in command: String) -> String? {
    let words = command.split { $0 == " " || $0 == "\t" || $0 == "\\" || $0 == "=" }
    guard let index = words.firstIndex(where: { $0 == option }) else { return nil }
    let values = words[(index + 1)...].prefix { !$0.hasPrefix("-") && !"|>&;".contains($0.first ?? "|") }
    guard values.count == 1, let value = values.first, value.utf8.count <= 64 else { return nil }
    let isPlain = value.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x2E
    }
    return isPlain ? String(value) : nil
  }

  /// Numbers one on a line are `--query 'Subnets[].AvailableIpAddressCount'`, but one number alone may as well be
  /// the answer of `max-pods-calculator.sh`: no type has fewer than four pods.
  mutating func tellNumbers() {
    guard let first = numbers.first, summary.documents == 0, !hasOtherText else { return }
    count(.awsProjection, numbers.count)
    // How many of something, and not how many addresses.
    if let command, command.contains("length("), !Self.countsRegion(command) { return }
    if numbers.count == 1, first.value >= 4,
      completed(.bareAvailable(first.value)) == .bareAvailable(first.value)
    {
      return problem(
        first.line, first.byte,
        "a number alone may be free addresses or max pods; give --output json with SubnetId beside it")
    }
    for number in numbers {
      let bare = Statement.bareAvailable(number.value)
      state(numbers.count == 1 ? completed(bare) : bare, number.line, number.byte)
    }
  }
}

/// `An error occurred (Code) when calling the Operation operation: text`, on stderr of the AWS CLI and of boto3,
/// or the like of kubectl: what the operator was refused.
package struct OperatorError: Hashable {
  package let code: String
  package let operation: String
  package let text: String

  package init?(_ line: String) {
    // kubectl says it shorter: `Error from server (Forbidden): pods is forbidden: User …`.
    if line.hasPrefix("Error from server ("), let code = Self.between("(", "): ", in: line[...]),
      Self.isName(code.found)
    {
      self.code = String(code.found)
      operation = "kubectl"
      text = String(code.rest)
      return
    }
    guard let code = Self.between("An error occurred (", ") when calling the ", in: line[...]),
      let operation = Self.between("", " operation", in: code.rest), Self.isName(code.found),
      Self.isName(operation.found)
    else { return nil }
    self.code = String(code.found)
    self.operation = String(operation.found)
    let start = operation.rest.drop { $0 != ":" }.dropFirst()
    text = String(start.drop { $0 == " " })
  }

  private static func between(_ left: String, _ right: String, in text: Substring)
    -> (found: Substring, rest: Substring)?
  {
    guard let start = find(left, in: text), let end = find(right, in: text[start.upperBound...]) else {
      return nil
    }
    return (text[start.upperBound..<end.lowerBound], text[end.upperBound...])
  }

  private static func find(_ needle: String, in text: Substring) -> Range<Substring.Index>? {
    var index = text.startIndex
    while true {
      let rest = text[index...]
      if rest.hasPrefix(needle) { return index..<rest.index(index, offsetBy: needle.count) }
      guard index < text.endIndex else { return nil }
      index = text.index(after: index)
    }
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.count <= 128
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2E || $0 == 0x5F
          || $0 == 0x2D
      }
  }
}

/// The AWS CLI's other outputs, in a text that holds no document at all.
package enum ForeignOutput {
  /// What to say of a line that only `--output text`, `table` or `yaml` writes; nil for any other.
  package static func advice(for line: [UInt8]) -> String? {
    guard let first = line.first, line.count < 65_536 else { return nil }
    let mayBe = first == UInt8(ascii: "|") || line.last == UInt8(ascii: ":") || line.prefix(64).contains(9)
    guard mayBe else { return nil }
    let form = ForeignForm(String(decoding: line.prefix(4_096), as: UTF8.self))
    return form == .html ? nil : form?.advice
  }
}

/// Answers in a form that only looks like data. They are named, never guessed at.
enum ForeignForm: String {
  case table, text, yaml, html

  private static let lists = [
    "Subnets", "NetworkInterfaces", "Reservations", "InstanceTypes", "Quotas", "SecurityGroups",
    "SubnetIpv4CidrReservations",
  ]
  private static let rows: Set<Substring> = [
    "SUBNETS", "NETWORKINTERFACES", "RESERVATIONS", "INSTANCES", "INSTANCETYPES", "QUOTAS", "SECURITYGROUPS",
    "TAGSET", "PRIVATEIPADDRESSES", "SUBNETIPV4CIDRRESERVATIONS", "QUOTA",
  ]

  init?(_ line: String) {
    if line.hasPrefix("|") {
      guard
        ["Describe", "GetService", "ListService", "ListAWSDefault", "GetSubnet"].contains(
          where: line.contains)
      else { return nil }
      self = .table
    } else if let tab = line.firstIndex(of: "\t"), Self.isRow(line[..<tab], line[line.index(after: tab)...]) {
      self = .text
    } else if line.hasSuffix(":"), Self.lists.contains(String(line.dropLast())) {
      self = .yaml
    } else if line.hasPrefix("<") {
      let start = line.prefix(16).lowercased()
      guard ["<!doctype", "<html", "<head", "<?xml", "<body"].contains(where: start.hasPrefix) else {
        return nil
      }
      self = .html
    } else {
      return nil
    }
  }

  /// A row of `--output text`: a list's name, or the ids and numbers of a projection.
  private static func isRow(_ first: Substring, _ rest: Substring) -> Bool {
    if rows.contains(first) || first.hasPrefix("subnet-") || first.hasPrefix("eni-") { return true }
    return !first.isEmpty && (first + rest).utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x09 }
  }

  var advice: String {
    switch self {
    case .table, .text, .yaml: "AWS CLI output as \(rawValue) is unsupported; use --output json"
    case .html:
      "HTML where a document belongs, perhaps the answer of a proxy or a login page; collect it again"
    }
  }
}
