import Bytes
import LogFormats

/// A record and where the decoder says it began.
struct Decoded: Hashable {
  let record: LogRecord
  let number: Int
  let byte: Int
}

/// All records of a text, cut into lines as an input would be.
func decode(_ text: String, year: Int? = 2024, zone: Int = 0) -> [Decoded] {
  decode(Array(text.utf8), year: year, zone: zone)
}

func decode(_ bytes: [UInt8], year: Int? = 2024, zone: Int = 0) -> [Decoded] {
  decodeCounting(bytes, year: year, zone: zone).records
}

func decodeCounting(
  _ bytes: [UInt8], year: Int? = 2024, zone: Int = 0
) -> (records: [Decoded], counters: LineDecoder.Counters) {
  var decoder = LineDecoder(year: year, zoneOffsetSeconds: zone)
  var splitter = LineSplitter()
  var found: [Decoded] = []
  func keep(_ record: LogRecord, _ number: Int, _ byte: Int) {
    found.append(Decoded(record: record, number: number, byte: byte))
  }
  func read(_ line: Span<UInt8>, _ place: Line) {
    decoder.decode(line, number: place.number, byte: place.byte, emit: keep)
  }
  splitter.feed(bytes, read)
  splitter.finish(read)
  decoder.finish(emit: keep)
  return (found, decoder.counters)
}

/// RFC 3339 with milliseconds, as nanoseconds: the tests' way to write a time.
func nanoseconds(_ text: String) -> Int64? {
  let bytes = Array(text.utf8)
  return scanTimestamp(bytes.span, from: 0)?.nanoseconds
}

/// JSON string syntax around `text`, with `<` and `>` escaped as Go's encoder does.
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
    case _ where scalar.value < 0x20:
      let hex = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// A zap line of ipamd.
func zap(_ message: String, level: String = "error", time: String = "2024-05-02T09:14:21.105Z") -> String {
  #"{"level":"\#(level)","ts":"\#(time)","caller":"ipamd/ipamd.go:927","msg":\#(quoted(message))}"#
}
