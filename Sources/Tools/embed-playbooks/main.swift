import Bytes
import Foundation
import Playbooks

// Usage: embed-playbooks OUTPUT.swift FOLDER FILE... : parses and checks the playbooks and writes them as Swift.

/// One file below the folder, read and parsed.
func source(of path: String, below folder: String) throws -> (file: Handbook.File, bytes: [UInt8]) {
  let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  let relative = String(path.dropFirst(folder.count + (folder.hasSuffix("/") ? 0 : 1)))
  let tree = try SourceTree.parse(String(decoding: bytes, as: UTF8.self), file: "Playbooks/" + relative)
  return (Handbook.File(path: relative, tree: tree), bytes)
}

/// A Swift string literal of ASCII only.
func literal(_ bytes: [UInt8]) -> String {
  var out = "\""
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case _ where scalar.value < 32 || scalar.value > 126: out += "\\u{\(String(scalar.value, radix: 16))}"
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}

do {
  let arguments = CommandLine.arguments
  guard arguments.count > 2 else {
    throw PlaybookError("embed-playbooks", 1, 1, .missingField("output and folder"))
  }
  let folder = arguments[2]
  var sources: [(file: Handbook.File, bytes: [UInt8])] = []
  for path in arguments.dropFirst(3).sorted() { sources.append(try source(of: path, below: folder)) }
  var hash = SHA256()
  for source in sources {
    hash.update(Array(source.file.path.utf8) + [0])
    hash.update(source.bytes + [0])
  }
  let digest = "sha256:" + hash.hexDigest
  // The check happens here, so that a bad playbook stops the build and the program need not repeat it.
  let handbook = try Handbook(files: sources.map(\.file), digest: digest)

  var out = "// Generated from the YAML files of Playbooks; do not edit.\n"
  out += "enum EmbeddedPlaybooks {\n"
  out += "  static let handbook = \(literal(HandbookCodec.encode(handbook)))\n}\n"
  try Data(out.utf8).write(to: URL(fileURLWithPath: arguments[1]))
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
