import Evidence
import Testing
import VPCModel

@testable import Documents

@Suite struct DocumentReaderTests {
  private static let page =
    #"{"Subnets":[{"SubnetId":"subnet-0a","AvailableIpAddressCount":3,"CidrBlock":"10.0.1.0/24"}]}"#

  private func subnets(_ reading: Reading) -> [String] {
    reading.statements.compactMap { if case .subnet(let subnet) = $0 { subnet.id.raw } else { nil } }
  }

  @Test(arguments: [
    page + page, page + "\n" + page, page + "," + page, "[\(page),\(page)]", page + "\n\n" + page + "\n",
    "\u{FEFF}" + page + "\r\n" + page, "`" + page + "`\n" + page,
    "$ aws ec2 describe-subnets\n\(page)\n[ec2-user@ip-10-0-0-1 ~]$ aws ec2 describe-subnets\n\(page)\n",
    "  % Total    % Received\n100   98  100   98    0     0    410      0 --:--:-- --:--:-- --:--:--   411\(page)\n\(page)",
  ])
  func `two documents are two documents, whatever lies between`(text: String) {
    for chunk in [1, 7, 100_000] {
      let reading = read(text, chunk: chunk)
      #expect(subnets(reading) == ["subnet-0a", "subnet-0a"])
      #expect(reading.problems.isEmpty)
      #expect(reading.summary.kind == .describeSubnets)
    }
  }

  @Test func `a complete list says so with its count`() {
    #expect(read(#"{"NetworkInterfaces": []}"#).statements == [.completeList(.describeInterfaces, count: 0)])
    #expect(read(#"{"Reservations": []}"#).statements == [.completeList(.describeInstances, count: 0)])
    #expect(read(Self.page).statements.last == .completeList(.describeSubnets, count: 1))
  }

  @Test func `a page with a next one is partial until the last page follows`() {
    let first = #"{"NextToken":"abc","Subnets":[{"SubnetId":"subnet-0b"}]}"#
    #expect(read(first).statements.last == .partialList(.describeSubnets))
    #expect(read(first + Self.page).statements.last == .completeList(.describeSubnets, count: 2))
    #expect(read(Self.page + first).statements.last == .partialList(.describeSubnets))
    let last = #"{"Subnets":[{"SubnetId":"subnet-0b"}],"NextToken":null}"#
    #expect(read(last).statements.last == .completeList(.describeSubnets, count: 1))
  }

  @Test func `every cut of a document keeps the records before it`() {
    let text =
      #"{"Subnets": [{"SubnetId": "subnet-0a"}, {"SubnetId": "subnet-0b", "Tags": [{"Key": "é", "Value": "1"}]}]}"#
    let bytes = Array(text.utf8)
    for cut in 0..<bytes.count {
      let reading = read(Array(bytes[..<cut]), chunk: 5)
      let kept = subnets(reading)
      #expect(kept == Array(["subnet-0a", "subnet-0b"].prefix(kept.count)))
      if cut >= 38 { #expect(!kept.isEmpty) }
      if cut > 0 { #expect(reading.problems.count == 1) }
      if !kept.isEmpty { #expect(reading.statements.last == .partialList(.describeSubnets)) }
    }
  }

  @Test func `a cut names file, line, column, byte and the open member`() {
    let reading = read(
      "{\"NetworkInterfaces\": [\n  {\"NetworkInterfaceId\": \"eni-0a\",\n   \"Status\": \"in-u")
    #expect(
      reading.problems.first
        == "column 19, byte 77: document ends inside a string at NetworkInterfaces[0].Status; "
        + "what stands before the cut is used; collect the whole file again")
  }

  @Test func `after a broken document the next one is read`() {
    #expect(
      subnets(read("{\"Subnets\": [{\"SubnetId\": \"subnet-0b\", !!}]}\nsome text\n" + Self.page)) == [
        "subnet-0a"
      ])
    let hanging = "{\"Subnets\": [\n  {\"Subnet\n".dropLast() + Self.page
    #expect(read(String(hanging)).problems.count == 1)
    let pretty =
      "{\n  \"Subnets\": [\n    {\n      \"Sub{\n  \"Subnets\": [ {\"SubnetId\": \"subnet-0c\"} ]\n}\n"
    #expect(subnets(read(pretty)) == ["subnet-0c"])
  }

  @Test func `a broken record is handed back as text`() {
    let text =
      "{\"Subnets\": [{\"SubnetId\": \"subnet-0a\"},\n  {\"SubnetId\":\n   \"subnet-0b\" oops\n  }]}\nmore\n"
    for chunk in [1, 3, 1_000] {
      let reading = read(text, chunk: chunk)
      #expect(reading.texts == ["{\"SubnetId\":", "   \"subnet-0b\" oops", "}]}", "more"])
      #expect(subnets(reading) == ["subnet-0a"])
    }
    let cut = "# curl\n{\"ENIs\": {\"eni-0a\": {\n \"x\": 1"
    #expect(read(cut, chunk: 2).texts == ["# curl", "{\"ENIs\": {\"eni-0a\": {", " \"x\": 1"])
  }

  @Test func `a record of the wrong type is skipped, the rest is read`() {
    let reading = read(
      #"{"Subnets":[7,{"SubnetId":"subnet-0a","AvailableIpAddressCount":[]},{"CidrBlock":"x"},{"SubnetId":"subnet-0b"}]}"#
    )
    #expect(subnets(reading) == ["subnet-0b"])
    #expect(reading.summary.skippedRecords == 3)
    #expect(reading.problems.count == 3)
    #expect(
      reading.problems[1].contains(
        "Subnets[1].AvailableIpAddressCount is an array where a whole number belongs"))
    #expect(reading.statements.last == .partialList(.describeSubnets))
    #expect(read(#"{"Subnets":"none"}"#).problems.count == 1)
  }

  @Test func `members nobody expects do not hide a list`() {
    #expect(subnets(read(#"{"Account":"x","Subnets":[{"SubnetId":"subnet-0a"}]}"#)) == ["subnet-0a"])
    let page = read(#"{"Account":"x","Subnets":[{"SubnetId":"subnet-0a"}],"NextToken":"t"}"#)
    #expect(page.statements.last == .partialList(.describeSubnets))
    let reading = read(#"{"Reservations":[{"Extra":1,"Instances":[{"InstanceId":"i-0a"}]}]}"#)
    #expect(reading.statements.last == .completeList(.describeInstances, count: 1))
  }

  @Test func `a key twice: the first wins`() {
    let reading = read(
      #"{"Subnets":[{"SubnetId":"subnet-0a","SubnetId":"subnet-0b"}],"Subnets":[{"SubnetId":"subnet-0c"}]}"#)
    #expect(subnets(reading) == ["subnet-0a"])
    #expect(reading.problems.count == 2)
  }

  @Test func `the operator's own refusal is told apart from the node's`() {
    let line =
      "An error occurred (UnauthorizedOperation) when calling the DescribeSubnets operation: You are not authorized"
    let reading = read("\n" + line + "\n")
    #expect(
      reading.statements == [
        .operatorError(
          code: "UnauthorizedOperation", operation: "DescribeSubnets", text: "You are not authorized")
      ])
    #expect(reading.texts.isEmpty)
    #expect(read(Self.page + "\naws: [ERROR]: " + line).statements.count == 3)
    let forbidden = read("Error from server (Forbidden): nodes is forbidden: User \"x\" cannot list\n")
    guard case .operatorError("Forbidden", "kubectl", _)? = forbidden.statements.first else {
      return #expect(Bool(false))
    }
  }

  @Test func `what people leave out is no proof of absence`() {
    let text =
      "{\"Subnets\": [\n  {\"SubnetId\": \"subnet-0a\", ...},\n  ...\n  {\"SubnetId\": \"subnet-0b\", \"Tags\": ...},\n]}"
    for chunk in [1, 1_000] {
      let reading = read(text, chunk: chunk)
      #expect(subnets(reading) == ["subnet-0a", "subnet-0b"])
      #expect(reading.statements.last == .partialList(.describeSubnets))
      #expect(reading.problems.count == 4)
    }
    #expect(
      subnets(read("{\"Subnets\":[{\"SubnetId\":\"subnet-0a\"} … {\"SubnetId\":\"subnet-0b\"}]}")).count == 2)
    #expect(failure("[1,]") != nil && failure("[...]") != nil)
  }

  @Test(arguments: [
    ("subnet-0abc\t3\n", "text"), ("37\t12\t0\n", "text"),
    ("SUBNETS\tFalse\tus-east-1a\t12\nTAGS\tName\tx\n", "text"),
    ("-----\n|  DescribeSubnets  |\n+----+\n|| 12 ||\n", "table"),
    ("Subnets:\n- AvailableIpAddressCount: 12\n", "yaml"),
  ])
  func `other forms of the AWS CLI are named, never misread`(text: String, form: String) {
    let reading = read(text)
    #expect(reading.statements.isEmpty)
    #expect(
      reading.problems.first?.contains("AWS CLI output as \(form) is unsupported; use --output json") == true)
  }

  @Test func `a login page is no document`() {
    let reading = read("<!DOCTYPE html>\n<html><body>{\"Subnets\":[]}</body></html>\n")
    #expect(reading.statements.isEmpty)
    #expect(reading.problems.count == 1)
  }

  @Test func `text around documents is handed back with its place`() {
    var places: [Int] = []
    var reader = DocumentReader(name: "x")
    let text = "first line\n\(Self.page)\n[2024-05-02 09:14:21] second\n{code}\n[[ -f x ]]\n[1]+ Done\n"
    let summary = reader.read(
      bytes: Array(text.utf8), emit: { _, _, _ in }, text: { _, line, _ in places.append(line) })
    #expect(places == [1, 3, 4, 5, 6])
    #expect(summary.textLines == 5)
    #expect(summary.lines == 6)
    #expect(summary.bytes == text.utf8.count)
  }

  @Test func `hostile nesting ends in one message and the next document is read`() {
    let reading = read(String(repeating: "[", count: 100_000) + "\n" + Self.page)
    #expect(reading.problems.count == 1)
    #expect(subnets(reading) == ["subnet-0a"])
  }

  @Test func `our own report is recognised and says nothing`() {
    let reading = read(
      #"{"schemaVersion":"1.0.0","tool":{"name":"ipamtriage"},"subnets":[{"id":"subnet-0a"}]}"#)
    #expect(reading.summary.kind == .ownReport)
    #expect(reading.statements.isEmpty && reading.texts.isEmpty)
  }

  @Test func `log records and event pages become lines`() {
    let reading = read(
      "{\n \"level\": \"error\",\n \"msg\": \"x\"\n}\n{\"events\":[{\"timestamp\":1,\"message\":\"m\"}]}")
    #expect(
      reading.texts == [#"{"level":"error","msg":"x"}"#, #"{"events":[{"timestamp":1,"message":"m"}]}"#])
  }

  @Test(arguments: ["", "\n\n", "null", "[]"]) func `nothing is nothing`(text: String) {
    let reading = read(text)
    #expect(reading.statements.isEmpty && reading.problems.isEmpty)
  }

  @Test func `random bytes never crash`() {
    var dice = Dice(3)
    let alphabet = Array("{}[]\",:\\u0a1nt \n\r\tSubnetsé\u{0}".utf8) + [0xFF, 0xC3]
    for _ in 0..<2_000 {
      let bytes = (0..<Int.random(in: 0..<80, using: &dice)).map { _ in
        alphabet.randomElement(using: &dice) ?? 0
      }
      let whole = read(bytes)
      let pieces = read(bytes, chunk: 1)
      #expect(whole.statements == pieces.statements)
      #expect(whole.texts == pieces.texts)
      #expect(whole.summary == pieces.summary)
    }
  }

  @Test func `an error of the source arrives after what came before it`() {
    struct Broken: Error {}
    var reader = DocumentReader(name: "x")
    var found: [Statement] = []
    var calls = 0
    #expect(throws: Broken.self) {
      _ = try reader.read(
        next: { (buffer: inout [UInt8]) throws(Broken) -> Int in
          calls += 1
          guard calls == 1 else { throw Broken() }
          buffer = Array(#"{"Subnets":[{"SubnetId":"subnet-0a"},"#.utf8)
          return buffer.count
        }, emit: { statement, _, _ in found.append(statement) })
    }
    #expect(found.count == 2)
    #expect(reader.summary.kind == .describeSubnets)
  }
}
