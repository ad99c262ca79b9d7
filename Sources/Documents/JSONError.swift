/// What stops a document from being read, and where.
///
/// `path` leads to the value, `NetworkInterfaces[3].Status`, empty at the top. `line` and `column` count from 1,
/// `column` in bytes; `byte` counts from 0 in the decompressed stream.
package struct DocumentError: Error, Hashable {
  package enum Reason: Hashable, Sendable {
    /// The input is over: inside what.
    case ends(inside: String)
    /// A byte that cannot stand here, nil at the end of the input, and what could.
    case unexpected(UInt8, expected: String)
    case badUTF8
    case controlCharacter(UInt8)
    case badEscape
    case loneSurrogate
    case badNumber
    case tooDeep(limit: Int)
    case duplicateKey(String)
    /// `...` in the place of members or a value.
    case leftOut
    case trailingComma
    /// A record of more than `limit` bytes; the rest of the document is read.
    case tooLarge(limit: Int)
  }

  package let reason: Reason
  package let path: String
  package let line: Int
  package let column: Int
  package let byte: Int

  package init(_ reason: Reason, path: String, line: Int, column: Int, byte: Int) {
    self.reason = reason
    self.path = path
    self.line = line
    self.column = column
    self.byte = byte
  }

  /// `interfaces.json:12:8 byte 377: document ends inside a string at NetworkInterfaces[3].Status; …`
  package func message(in input: String) -> String {
    "\(input):\(line):\(column) byte \(byte): \(reason.text(at: path))"
  }
}

extension DocumentError.Reason {
  /// What is wrong and what to do, without the place.
  func text(at path: String) -> String {
    let place = path.isEmpty ? "" : " at \(path)"
    return switch self {
    case .ends(let inside):
      "document ends inside \(inside)\(place); what stands before the cut is used; collect the whole file again"
    case .unexpected(let byte, let expected):
      "\(Self.name(byte)) where \(expected) belongs\(place); not valid JSON from here on"
    case .badUTF8: "invalid UTF-8\(place); read as U+FFFD"
    case .controlCharacter(let byte):
      "control character \(Self.name(byte)) inside a string\(place); kept as it is"
    case .badEscape: "unknown escape inside a string\(place); not valid JSON from here on"
    case .loneSurrogate: "half a surrogate pair\(place); read as U+FFFD"
    case .badNumber: "malformed number\(place); not valid JSON from here on"
    case .tooDeep(let limit):
      "more than \(limit) levels of nesting; no AWS or Kubernetes document is that deep"
    case .duplicateKey(let key): "key \"\(key)\" is there twice\(place); the first one counts"
    case .leftOut: "something was left out\(place); what is missing there proves nothing"
    case .trailingComma: "comma before the end\(place); read as if it were not there"
    case .tooLarge(let limit):
      "record\(place) takes more than \(limit / 1_048_576) MiB, or one text in it more than 4; skipped, the rest was read"
    }
  }

  /// `'x'` for a printable byte, `0x00` for any other.
  static func name(_ byte: UInt8) -> String {
    if (0x21...0x7E).contains(byte) { return "'\(Character(Unicode.Scalar(byte)))'" }
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0x0\(digits)" : "0x\(digits)"
  }
}
