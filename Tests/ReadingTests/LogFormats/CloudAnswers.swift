/// Random answers of CloudWatch: in the CLI's own print, compact, in other orders, and damaged.
struct CloudAnswers {
  private var random: Numbers

  struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var word = state
      word ^= word >> 33
      word &*= 0xFF51_AFD7_ED55_8CCD
      return word ^ word >> 33
    }
  }

  init(seed: UInt64) { random = Numbers(state: seed) }

  mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  private mutating func isTrue(one inMany: Int) -> Bool { number(inMany) == 0 }

  /// JSON string syntax of whatever may stand in a message.
  private mutating func text() -> String {
    let pieces = [
      #"\"level\":\"debug\""#, #"\\\"x\\\""#, #"\\"#, #"\\\\"#, #"\n"#, #"\u0041"#, #"\\u0041"#, "a",
      "plain words ", "{", "}", "[", "]", ",", "é", "\u{1}", "\n", "\\t", "12345678", "        ", ":",
    ]
    return (0..<number(12)).map { _ in pieces[number(pieces.count)] }.joined()
  }

  private mutating func record() -> String {
    #"{\"level\":\"info\",\"ts\":\"2026-03-02T02:03:1\#(number(10)).000Z\",\"caller\":\"a/b.go:1\",\"msg\":\"\#(number(99))\"}"#
  }

  private mutating func event(_ breaks: String) -> String {
    var members = [
      #""timestamp": \#(isTrue(one: 9) ? 17 : 1_772_416_991_000 + number(9_000))"#,
      #""message": "\#(isTrue(one: 2) ? text() : record())""#,
    ]
    if !isTrue(one: 6) { members.insert(#""logStreamName": "node-\#(number(3))_b_c""#, at: 0) }
    if !isTrue(one: 4) { members.append(#""ingestionTime": 1772416992430"#) }
    if !isTrue(one: 4) { members.append(#""eventId": "3812\#(isTrue(one: 9) ? "[}" : "77")""#) }
    if isTrue(one: 5) { members.shuffle(using: &random) }
    if isTrue(one: 12) {
      let others = [
        #""extra": {"message": "in\"ner", "list": [1, "]"]}"#, #""message": "twice""#, #""timestamp": null"#,
        #""ingestionTime": "text""#, #""@message": "of Insights""#, #""logStreamName": "a\"b""#,
      ]
      members.insert(others[number(others.count)], at: number(members.count))
    }
    if isTrue(one: 20) { members.removeAll { $0.hasPrefix("\"message") } }
    let between = breaks.isEmpty ? "" : breaks + "    "
    return "{" + between + members.joined(separator: "," + between) + breaks + "}"
  }

  private mutating func row() -> String {
    #"[{"field":"@timestamp","value":"2024-05-02 09:14:2\#(number(10)).105"},{"field":"@message","value":"\#(text())"}]"#
  }

  mutating func answer() -> [UInt8] {
    var result = ""
    for _ in 0...number(2) {
      let breaks = ["", "\n        ", "\n\t", " "][number(4)]
      let isInsights = isTrue(one: 5)
      let events = (0..<number(12)).map { _ in isInsights ? row() : event(breaks) }
      result += "{" + breaks + "\"\(isInsights ? "results" : "events")\": ["
      result += breaks + events.joined(separator: "," + breaks) + breaks + "],"
      result += breaks + #""searchedLogStreams": [{"message": "no", "timestamp": 1}]"# + breaks + "}\n"
    }
    var bytes = Array(result.utf8)
    for _ in 0..<(isTrue(one: 4) ? 1 + number(4) : 0) {
      let place = number(bytes.count)
      switch number(3) {
      case 0: bytes.remove(at: place)
      case 1: bytes[place] = Array("\"\\{}[],:\n u0\0".utf8)[number(13)]
      default: bytes.removeLast(min(number(40), bytes.count - 1))
      }
    }
    return bytes
  }
}
