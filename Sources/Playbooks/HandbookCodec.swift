/// The embedded form of a handbook: what the build writes and the program reads, with neither YAML nor checks.
///
/// Fields follow each other in a fixed order. A number is digits of five bits, the lowest first: `0` to `O` end it,
/// `P` to `o` say that more follow. A text is its length in bytes, then its bytes; a list is its count, then its
/// items; a choice is its number; what may be missing is a list of none or one. A place names its file by number,
/// and spells the name out where it stands for the first time.
package enum HandbookCodec {
  package static func encode(_ handbook: Handbook) -> [UInt8] {
    var writer = EmbeddedWriter()
    handbook.write(to: &writer)
    return writer.bytes
  }

  /// The handbook of `bytes`, or nil when they are not what `encode` writes. Its rules are not checked again.
  package static func decode(_ bytes: [UInt8]) -> Handbook? {
    var reader = EmbeddedReader(bytes)
    guard let handbook = try? Handbook(from: &reader), reader.isAtEnd else { return nil }
    return handbook
  }
}

/// A value with an embedded form.
protocol Embedded {
  func write(to writer: inout EmbeddedWriter)
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError)
}

/// Bytes that no encoder wrote.
struct EmbeddedFormError: Error {}

struct EmbeddedWriter {
  private(set) var bytes: [UInt8] = []
  private var files: [String: Int] = [:]

  mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 32 {
      bytes.append(80 + UInt8(rest & 31))
      rest >>= 5
    }
    bytes.append(48 + UInt8(rest))
  }

  mutating func text(_ text: String) {
    number(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// A file name; known ones by their number, from 1.
  mutating func file(_ name: String) {
    if let known = files[name] { return number(UInt64(known)) }
    files[name] = files.count + 1
    number(0)
    text(name)
  }
}

struct EmbeddedReader {
  private let bytes: [UInt8]
  private var position = 0
  private var files: [String] = []
  /// How many conditions stand around the one being read.
  var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func number() throws(EmbeddedFormError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      guard (48..<112).contains(byte) else { break }
      value |= UInt64((byte - 48) & 31) << shift
      if byte < 80 { return value }
      shift += 5
    }
    throw EmbeddedFormError()
  }

  /// A number that counts bytes or items still to come, of at least a byte each.
  mutating func count() throws(EmbeddedFormError) -> Int {
    guard let count = Int(exactly: try number()), count <= bytes.count - position else {
      throw EmbeddedFormError()
    }
    return count
  }

  mutating func text() throws(EmbeddedFormError) -> String {
    let length = try count()
    defer { position += length }
    return String(decoding: bytes[position..<position + length], as: UTF8.self)
  }

  mutating func file() throws(EmbeddedFormError) -> String {
    guard let number = Int(exactly: try number()), number <= files.count else { throw EmbeddedFormError() }
    if number > 0 { return files[number - 1] }
    files.append(try text())
    return files[files.count - 1]
  }
}
