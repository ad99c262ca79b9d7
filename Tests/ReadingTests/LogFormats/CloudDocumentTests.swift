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
