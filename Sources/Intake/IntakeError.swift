/// Why a path, an archive or a member could not be read, or not to its end.
package struct IntakeError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    case missing
    /// The system's own words: `Permission denied`.
    case unreadable(String)
    /// Given by hand and nothing that has an end: `a device`, `a socket`.
    case notAFile(String)
    case moreThan(bytes: Int64)
    case ratioOver(Int)
    case deeperThan(Int)
    case moreMembersThan(Int)
    /// What the packer wants held in memory; only xz may ask for gigabytes.
    case needsMemory(bytes: Int64)
    /// The archive's data stops inside this member, of which `bytes` were read.
    case endsInside(member: String, bytes: Int)
    case endsEarly(format: String, bytes: Int)
    case damaged(format: String, detail: String, bytes: Int)
    case checksumDiffers(format: String, bytes: Int)
    case bytesAfterEnd(Int)
    case hostileName(String)
    case streamClosed
  }

  /// The input's name: `bundle.tar.gz`, `bundle.tar.gz!var_log/ipamd.log`.
  package let place: String
  package let reason: Reason

  package init(place: String, reason: Reason) {
    self.place = place
    self.reason = reason
  }

  package var description: String { "\(place): \(reason.text)" }
}

extension IntakeError.Reason {
  /// What is wrong, and what was done or is to be done; without the place.
  package var text: String {
    switch self {
    case .missing: "no such file or folder; check the path"
    case .unreadable(let words): "cannot be read: \(words); check its permissions"
    case .notAFile(let what): "is \(what); give a file, a folder, an archive or -"
    case .moreThan(let bytes):
      "unpacks to more than \(byteText(bytes)); analysed what came before (see --max-unpacked)"
    case .ratioOver(let ratio):
      "unpacks to more than \(ratio) times its size; analysed what came before (see --max-unpacked)"
    case .deeperThan(let depth): "archives more than \(depth) deep in archives; not opened, unpack it first"
    case .moreMembersThan(let count): "more than \(count) members; analysed those before"
    case .needsMemory(let bytes):
      "needs \(byteText(bytes)) of memory to unpack; not opened, unpack it first"
    case .endsInside(let member, let bytes):
      "archive ends inside \(member) (\(byteText(Int64(bytes))) read); analysed what was there"
    case .endsEarly(let format, let bytes):
      "\(format) data ends early, after \(byteText(Int64(bytes))); analysed what came before"
    case .damaged(let format, let detail, let bytes):
      "\(format) data is damaged after \(byteText(Int64(bytes))) (\(detail)); analysed what came before"
    case .checksumDiffers(let format, let bytes):
      "CRC differs: \(byteText(Int64(bytes))) of \(format) data are not what was packed; analysed all the same"
    case .bytesAfterEnd(let count):
      "\(byteText(Int64(count))) after the end of the compressed data; not read"
    case .hostileName(let name): "member name \"\(name)\" points outside the archive; read under a safe name"
    case .streamClosed: "read after its turn was over; keep nothing of a stream"
    }
  }

  /// True when data is missing, so that absence of evidence proves nothing.
  package var losesData: Bool {
    switch self {
    case .hostileName, .bytesAfterEnd, .checksumDiffers: false
    case .missing, .unreadable, .notAFile, .moreThan, .ratioOver, .deeperThan, .moreMembersThan, .needsMemory,
      .endsInside, .endsEarly, .damaged, .streamClosed:
      true
    }
  }
}

/// `512 bytes`, `3.1 MB`, `20.0 GB`: decimal units, one digit.
func byteText(_ count: Int64) -> String {
  guard count >= 1_000 else { return count == 1 ? "1 byte" : "\(count) bytes" }
  var value = count
  for unit in ["kB", "MB", "GB"] {
    if value < 1_000_000 || unit == "GB" {
      let tenths = value / 100
      return "\(tenths / 10).\(tenths % 10) \(unit)"
    }
    value /= 1_000
  }
  return "\(count) bytes"
}
