import Commands
import Foundation
import PlaybookData
import Reports
import TestSupport
import Testing

/// Two hundred planted words that must not come out of anything redacted, in any dress.
@Suite struct CanaryTests {
  struct Canary {
    let kind: String
    let text: String

    /// The text as logs, URLs and documents carry it; `key` also where it is only masked.
    var dresses: [String] {
      var all = [text, text.uppercased()]
      if kind == "tag" { return [text] }
      // Behind a new line and a tab, as a quoted text has them.
      all += ["\\n\(text)", "x:\\n\\t\(text)"]
      all.append(Data(text.utf8).base64EncodedString())
      all.append(Data("id=\(text);".utf8).base64EncodedString())
      all.append(
        text.utf8.map { "-.:@/".utf8.contains($0) ? String(format: "%%%02X", $0) : String(UnicodeScalar($0)) }
          .joined())
      all.append("https%3A%2F%2Fx%2F%3Fq%3D" + text.replacing(":", with: "%3A").replacing("@", with: "%40"))
      all.append(text.utf8.map { String(format: "\\u%04x", $0) }.joined())
      all.append(text.replacing("-", with: "\\u002d").replacing(".", with: "\\u002e"))
      if kind == "address" {
        let dashed = "ip-" + text.replacing(".", with: "-")
        all += [dashed, dashed.uppercased(), dashed + ".us-west-2.compute.internal", text + "/32"]
      }
      return all
    }
  }

  /// A generator of its own: the same canaries in every run.
  struct Dice {
    var state: UInt64 = 42
    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    mutating func letters(_ count: Int, of alphabet: String) -> String {
      let all = Array(alphabet)
      return String((0..<count).map { _ in all[next(all.count)] })
    }
    mutating func hex(_ count: Int) -> String { letters(count, of: "0123456789abcdef") }
  }

  static let canaries: [Canary] = {
    var dice = Dice()
    var all: [Canary] = []
    for prefix in ["i", "eni", "subnet", "sg", "vpc", "vol", "vpce", "eni-attach", "rtb", "nat"] {
      for _ in 0..<4 { all.append(Canary(kind: "id", text: "\(prefix)-0\(dice.hex(16))")) }
    }
    for _ in 0..<12 { all.append(Canary(kind: "account", text: dice.letters(12, of: "123456789"))) }
    for first in ["10", "192.168", "100.99", "54", "172.23"] {
      for _ in 0..<8 {
        var parts = first.split(separator: ".").map(String.init)
        while parts.count < 4 { parts.append("\(1 + dice.next(250))") }
        all.append(Canary(kind: "address", text: parts.joined(separator: ".")))
      }
    }
    for _ in 0..<8 {
      all.append(Canary(kind: "ipv6", text: "2600:1f14:a\(dice.hex(3)):b\(dice.hex(3))::c\(dice.hex(2))"))
    }
    for _ in 0..<8 {
      all.append(
        Canary(kind: "mac", text: (["02"] + (0..<5).map { _ in dice.hex(2) }).joined(separator: ":")))
    }
    for _ in 0..<12 {
      all.append(
        Canary(
          kind: "uuid", text: "\(dice.hex(8))-\(dice.hex(4))-4\(dice.hex(3))-8\(dice.hex(3))-\(dice.hex(12))")
      )
    }
    for _ in 0..<6 { all.append(Canary(kind: "container", text: "a1\(dice.hex(62))")) }
    for word in [
      "zebrafish", "umbrella", "quicksand", "xylophone", "marmalade", "porcupine", "gazelle", "tangerine",
    ] {
      let hash = "bcdfghjklmnpqrstvwxz2456789"
      all.append(
        Canary(kind: "pod", text: "\(word)-api-\(dice.letters(9, of: hash))7-\(dice.letters(5, of: hash))"))
      all.append(Canary(kind: "namespace", text: "\(word)-prod"))
      all.append(Canary(kind: "node", text: "\(word)-worker-03"))
      all.append(Canary(kind: "host", text: "db7.\(word).acme-corp.io"))
      all.append(Canary(kind: "mail", text: "\(word).smith@acme-\(word).com"))
      all.append(Canary(kind: "cluster", text: "\(word)eks"))
      all.append(Canary(kind: "role", text: "\(word)NodeRole"))
      all.append(Canary(kind: "tag", text: "\(word) Billing Team"))
    }
    for prefix in ["AKIA", "AROA"] {
      for _ in 0..<5 {
        all.append(
          Canary(kind: "key", text: prefix + dice.letters(17, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")))
      }
    }
    return all
  }()

  /// Logs and documents with every canary in every dress, and the statements that call names names.
  private func plant(_ place: Workplace) throws {
    var log: [String] = []
    var journal: [String] = []
    var items: [String] = []
    var tags: [String] = []
    for (number, canary) in Self.canaries.enumerated() {
      for dress in canary.dresses {
        let second = String(format: "%02d", number % 60)
        log.append(
          #"{"level":"error","ts":"2026-03-01T10:15:\#(second).123Z","caller":"ipamd/ipamd.go:927","msg":"Failed to do it for \#(dress): retry \n\tstatus code: 400"}"#
        )
        journal.append(
          #"Mar 01 10:15:\#(second) ip-10-9-8-7 kubelet[3021]: E0301 10:15:\#(second).501234 3021 pod_workers.go:1298] "Error" thing="\#(dress)" err="bad (\#(dress))""#
        )
      }
      switch canary.kind {
      case "pod":
        items.append(
          #"{"kind":"Pod","metadata":{"name":"\#(canary.text)","namespace":"aa","labels":{"app":"\#(canary.text)"}}}"#
        )
      case "namespace":
        items.append(#"{"kind":"Pod","metadata":{"name":"p\#(number)","namespace":"\#(canary.text)"}}"#)
      case "node":
        items.append(
          #"{"kind":"Node","metadata":{"name":"\#(canary.text)","labels":{"kubernetes.io/hostname":"\#(canary.text)"}}}"#
        )
      case "cluster":
        log.append(#"{"level":"info","ts":"2026-03-01T10:15:00.1Z","msg":"CLUSTER_NAME=\#(canary.text)"}"#)
      case "role":
        log.append(
          #"{"level":"error","ts":"2026-03-01T10:15:00.1Z","msg":"User: arn:aws:sts::111122223333:assumed-role/\#(canary.text)/i-0123456789abcdef0 is not authorized to perform: ec2:AssignPrivateIpAddresses"}"#
        )
      case "tag":
        tags.append(
          #"{"SubnetId":"subnet-0123456789abcd\#(String(format: "%03x", number))","CidrBlock":"10.77.\#(number % 256).0/24","Tags":[{"Key":"Team","Value":"\#(canary.text)"}]}"#
        )
      default: break
      }
    }
    try place.write("in/ipamd.log", log.joined(separator: "\n") + "\n")
    try place.write("in/kubelet.log", journal.joined(separator: "\n"))
    try place.write(
      "in/objects.json",
      #"{"apiVersion":"v1","kind":"List","items":["# + items.joined(separator: ",\n") + "]}")
    try place.write(
      "in/one-line.json", #"{"apiVersion":"v1","kind":"List","items":["# + items.joined(separator: ",") + "]}"
    )
    try place.write("in/subnets.json", #"{"Subnets":["# + tags.joined(separator: ",\n  ") + "]}")
    for canary in Self.canaries where ["id", "node", "namespace"].contains(canary.kind) {
      try place.write("in/\(canary.text)/ipamd-\(canary.text).log", log[0] + "\n")
    }
  }

  private func expectNone(in text: String, _ what: String) {
    let folded = text.lowercased()
    for canary in Self.canaries {
      for dress in canary.dresses where folded.contains(dress.lowercased()) {
        Issue.record("\(what): \(canary.kind) \(dress)")
      }
    }
  }

  @Test func `there are two hundred`() {
    #expect(Self.canaries.count >= 200)
    #expect(Set(Self.canaries.map(\.text)).count == Self.canaries.count)
  }

  @Test func `none is in redacted evidence, in its names, or behind its base64`() throws {
    let place = try Workplace()
    try plant(place)
    _ = try EvidenceCopy.write([place.path("in")], to: place.path("out"), handbook: PlaybookData.handbook)
    let out = URL(fileURLWithPath: place.path("out"))
    var text = ""
    for name in Samples.files(in: out) {
      let data = try Data(contentsOf: out.appending(path: name))
      text += name + "\n" + String(decoding: data, as: UTF8.self)
      if name.hasSuffix(".json") {
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: data) }
      }
    }
    expectNone(in: text, "evidence")
    expectNone(in: text.removingPercentEncoding ?? "", "decoded evidence")
    let regex = try NSRegularExpression(pattern: "[A-Za-z0-9+/]{8,}={0,2}")
    var decoded = ""
    for match in regex.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
      guard let range = Range(match.range, in: text), let data = Data(base64Encoded: String(text[range]))
      else { continue }
      decoded += String(decoding: data, as: UTF8.self) + "\n"
    }
    expectNone(in: decoded, "base64")
  }

  @Test(arguments: ["text", "json", "jsonl", "markdown", "html", "csv", "junit", "jira", "textile"])
  func `none is in a redacted report`(format: String) throws {
    let program = try #require(Program.path, "only the tests were built")
    let place = try Workplace()
    try plant(place)
    let run = try Run(
      program, ["analyze", place.path("in"), "--format", format, "--redact", "on", "--quiet"])
    #expect(run.output.count > 500)
    expectNone(in: run.output + run.errors, format)
  }

  @Test(arguments: ["text", "json", "jsonl", "markdown", "html", "csv"])
  func `none is in a redacted fleet`(format: String) throws {
    let program = try #require(Program.path, "only the tests were built")
    let place = try Workplace()
    try plant(place)
    let scan = try Run(program, ["scan", place.path("in"), "--quiet"])
    let cases = try place.write("cases.jsonl", scan.output)
    // What leaves the house is redacted without being asked.
    let asked = ["markdown", "html", "csv"].contains(format) ? [] : ["--redact", "on"]
    let run = try Run(program, ["merge", "--fleet", cases, "--format", format, "--quiet"] + asked)
    #expect(run.output.count > 60)
    expectNone(in: run.output + run.errors, format)
  }
}
