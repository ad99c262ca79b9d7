import LogFormats
import Testing

@Suite struct CloudDocumentTests {
  static let document = """
    {
      "events": [
        {"logStreamName": "a_b_c", "timestamp": 1714641261105, "message": "one \\"x\\"", "eventId": "[}"},
        {"timestamp": 1714641261106, "message": "two\\n"}
      ],
      "searchedLogStreams": [{"message": "no", "timestamp": 1}], "nextToken": "events"
    }
    {"results":[[{"field":"@timestamp","value":"2024-05-02 09:14:21.105"},{"field":"@message","value":"three"}],
    [{"field":"@message","value":"four"}]],"status":"Complete"}
    """

  @Test(arguments: [1, 2, 7, 64, 10_000])
  func `events come out whatever the pieces`(size: Int) {
    var reader = CloudDocumentReader()
    var found: [CloudEvent] = []
    let bytes = Array(Self.document.utf8)
    var start = 0
    while start < bytes.count {
      let chunk = Array(bytes[start..<min(start + size, bytes.count)])
      reader.feed(chunk.span) { found.append($0) }
      start += size
    }
    #expect(
      found.map { String(decoding: $0.message, as: UTF8.self) } == ["one \"x\"", "two", "three", "four"])
    #expect(found.map(\.streamName) == ["a_b_c", nil, nil, nil])
    #expect(
      found.map(\.time) == [
        1_714_641_261_105_000_000, 1_714_641_261_106_000_000, 1_714_641_261_105_000_000, nil,
      ])
    #expect(found.first?.byte == bytes[1...].firstIndex(of: UInt8(ascii: "{")))
    #expect(reader.skipped == 0)
  }

  @Test(arguments: 0..<300) func `random answers are read as byte by byte`(seed: UInt64) {
    var answers = CloudAnswers(seed: seed)
    let bytes = answers.answer()
    let expected = CloudReference.events(of: bytes)
    for size in [1, 2, 3, 7, 8, 33, 64, 500, 1 << 20] {
      var reader = CloudDocumentReader()
      var found: [CloudEvent] = []
      var start = 0
      while start < bytes.count {
        let end = min(start + size, bytes.count)
        reader.feed(bytes.span.extracting(start..<end)) { found.append($0) }
        start = end
      }
      #expect(found == expected.events, "seed \(seed), \(size) bytes at once")
      #expect(reader.skipped == expected.skipped, "seed \(seed), \(size) bytes at once")
      #expect(reader.lineEnds == bytes.count { $0 == 10 })
    }
  }

  @Test func `the random answers have events of both kinds`() {
    var (parts, others) = (0, 0)
    for seed in 0..<300 {
      var answers = CloudAnswers(seed: UInt64(seed))
      var reader = CloudDocumentReader()
      reader.read(answers.answer().span) { found, _, _, _ in
        if case .parts = found { parts += 1 } else { others += 1 }
      }
    }
    #expect(parts > 500)
    #expect(others > 500)
  }

  @Test(arguments: [(4 << 20) - 40, 4 << 20]) func `an event is at most 4 MiB long`(length: Int) {
    let message = String(repeating: "x", count: length)
    let bytes = Array(#"{"events":[{"timestamp":1714641261105,"message":"\#(message)"}]}"#.utf8)
    let expected = CloudReference.events(of: bytes)
    for size in [65_536, bytes.count] {
      var reader = CloudDocumentReader()
      var found: [CloudEvent] = []
      var start = 0
      while start < bytes.count {
        let end = min(start + size, bytes.count)
        reader.feed(bytes.span.extracting(start..<end)) { found.append($0) }
        start = end
      }
      #expect(found == expected.events)
      #expect(reader.skipped == expected.skipped)
    }
    #expect(expected.skipped == (length == 4 << 20 ? 1 : 0))
  }

  @Test func `an event's own time is outer time`() {
    var decoder = LineDecoder(year: nil, zoneOffsetSeconds: 0)
    var found: [LogRecord] = []
    decoder.decodeEmbedded(
      Array("plain".utf8), outerTime: 5, streamName: "aws-node-x_kube-system_aws-node-y", number: 1, byte: 0
    ) {
      record, _, _ in found.append(record)
    }
    decoder.decodeEmbedded(Array(zap("m").utf8), outerTime: 5, number: 1, byte: 0) { record, _, _ in
      found.append(record)
    }
    #expect(found.map(\.time) == [5, nanoseconds("2024-05-02T09:14:21.105Z")])
    #expect(found.first?.pod == "aws-node-x")
  }

  @Test(arguments: [
    (document, true), ("\n {\"events\":[{\"timestamp\":1,\"message\":\"a\"}", true),
    ("{\"events\":[]}", false),
    ("{\"Events\":[{\"message\":\"a\"}]}", false), ("{\"results\":[{\"a\":1}]}", false), (zap("x"), false),
  ])
  func `an answer is recognised by its first event`(text: String, isAnswer: Bool) {
    #expect(CloudDocumentReader.recognises(Array(text.utf8)) == isAnswer)
  }

  @Test func `the kind of a log inside an answer shows too`() {
    let text = #"{"events":[{"timestamp":1,"message":\#(quoted(zap("x")))}]}"#
    #expect(sniff(Array(text.utf8), name: "out.json") == .ipamd)
  }
}
