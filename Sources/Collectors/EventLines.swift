import Bytes
import LogFormats
import Patterns

/// Events of a document as lines, one each, with what is needed to decode them.
///
///     aaab 1772416991000"{\"level\":\"debug\",…}"
///     Aaab!1772416991000000000"no record"
///
/// The stream of the event as four letters, its time in milliseconds if it has one, the message escaped. A capital
/// stands before what was decoded already and escaped again; its time is in nanoseconds. No shape is made of such
/// a line, so none of them is ever passed over.
final class EventLines {
  private(set) var text = ReusedBytes()
  private var places: [(line: Int, byte: Int)] = []
  /// The first has no name.
  private var streams = [Stream(name: nil, bytes: [], letters: letters(0))]
  private var byHash: [UInt64: Int] = [:]
  private var last = 0
  /// A stream that found no place, for as long as its one event is in hand.
  private var crowded: String?

  private struct Stream {
    let name: String?
    let bytes: [UInt8]
    /// With the blank behind them.
    let letters: [UInt8]
  }

  private static let mostStreams = 65_535
  private static let longestName = 1_024
  private static let lineEnd = [UInt8(ascii: "\n")]
  private static let hexDigits = Array("0123456789abcdef".utf8)

  private static func letters(_ number: Int) -> [UInt8] {
    (0..<4).map { 97 + UInt8(truncatingIfNeeded: number >> (12 - 4 * $0) & 15) } + [UInt8(ascii: " ")]
  }

  func clear() {
    text.clear()
    places.removeAll(keepingCapacity: true)
  }

  /// What to add to the number of a line and to its byte in `text`, for those of the document.
  func base(of start: Int, lines: Int) -> (after: Int, byte: Int) {
    guard lines < places.count else { return (0, 0) }
    return (places[lines].line - lines - 1, places[lines].byte - start)
  }

  // MARK: writing

  /// False when its stream finds no place.
  func add(_ parts: CloudEventParts, of source: Span<UInt8>, line: Int, byte: Int) -> Bool {
    var stream = 0
    if let name = parts.streamName {
      guard let place = place(of: source.extracting(name)) else { return false }
      stream = place
    }
    let letters = streams[stream].letters
    text.append(letters.span)
    if let stamp = parts.timestamp { text.append(source.extracting(stamp)) }
    // With its quotes.
    text.append(source.extracting((parts.message.lowerBound - 1)..<(parts.message.upperBound + 1)))
    text.append(Self.lineEnd.span)
    places.append((line, byte))
    return true
  }

  /// False when its stream finds no place.
  func add(_ event: CloudEvent) -> Bool {
    let name = Array((event.streamName ?? "").utf8)
    guard let stream = name.isEmpty ? 0 : place(of: name.span) else { return false }
    add(event, letters: streams[stream].letters)
    return true
  }

  /// Adds an event alone, whose stream found no place.
  func addCrowded(_ event: CloudEvent) {
    crowded = event.streamName
    add(event, letters: Self.letters(Self.mostStreams))
  }

  private func add(_ event: CloudEvent, letters: [UInt8]) {
    var line = letters
    line[0] -= 32
    line[4] = UInt8(ascii: "!")
    if let time = event.time { line += Array("\(time)".utf8) }
    line.append(UInt8(ascii: "\""))
    line.reserveCapacity(line.count + event.message.count + 64)
    for next in event.message {
      switch next {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): line += [UInt8(ascii: "\\"), next]
      case 0..<0x20:
        line += Array("\\u00".utf8)
        line += [Self.hexDigits[Int(next >> 4)], Self.hexDigits[Int(next & 15)]]
      default: line.append(next)
      }
    }
    line.append(UInt8(ascii: "\""))
    text.append(line.span)
    text.append(Self.lineEnd.span)
    places.append((event.line, event.byte))
  }

  /// The place of a stream among the known ones; nil when there are too many.
  private func place(of name: Span<UInt8>) -> Int? {
    let recent = streams[last].bytes
    if Self.isSame(recent.span, name) { return last }
    guard name.count <= Self.longestName else { return nil }
    let hash = shortHash(name)
    if let known = byHash[hash] {
      let bytes = streams[known].bytes
      guard Self.isSame(bytes.span, name) else { return nil }
      last = known
      return known
    }
    guard streams.count < Self.mostStreams else { return nil }
    last = streams.count
    byHash[hash] = last
    let bytes = copyBytes(name)
    streams.append(
      Stream(name: String(decoding: bytes, as: UTF8.self), bytes: bytes, letters: Self.letters(last)))
    return last
  }

  private static func isSame(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    var index = 0
    while index &+ 8 <= left.count {
      if word(left, at: index) != word(right, at: index) { return false }
      index &+= 8
    }
    while index < left.count {
      if left[index] != right[index] { return false }
      index &+= 1
    }
    return true
  }

  // MARK: reading

  /// True for a line of which no shape may be made.
  func isSpelledOut(_ line: Span<UInt8>) -> Bool { byte(line, 4) == UInt8(ascii: "!") }

  /// Hands an event to the decoder.
  func decode(
    _ line: Span<UInt8>, number: Int, byte: Int, _ decoder: inout LineDecoder,
    _ emit: (LogRecord, Int, Int) -> Void
  ) {
    guard line.count >= 7, let quote = firstIndex(of: UInt8(ascii: "\""), in: line, from: 5) else { return }
    var stream = 0
    for index in 0..<4 { stream = stream << 4 | Int((line[index] | 0x20) &- 97 & 15) }
    let name = stream < streams.count ? streams[stream].name : crowded
    let stamp = line.extracting(5..<quote)
    let message = line.extracting((quote + 1)..<max(line.count - 1, quote + 1))
    guard isSpelledOut(line) else {
      decoder.decodeEmbedded(
        escaped: message, stamp: stamp, streamName: name, number: number, byte: byte, emit: emit)
      return
    }
    decoder.decodeEmbedded(
      unescapeJSON(message), outerTime: Int64(String(decoding: copyBytes(stamp), as: UTF8.self)),
      streamName: name, number: number, byte: byte, emit: emit)
  }
}
