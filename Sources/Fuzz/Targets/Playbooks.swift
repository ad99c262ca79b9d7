import Patterns
import Playbooks

/// Bytes as a playbook of the user's: an error that names its place, or a handbook that survives being embedded. Bytes
/// as a regex: of every text it matches, one of the literals it is said to require stands in that text.
func fuzzPlaybooks(_ bytes: [UInt8]) -> String? {
  let text = String(decoding: bytes, as: UTF8.self)
  if let fault = faultOfHandbook(text) { return fault }
  let lines = text.split(separator: "\n", maxSplits: 8, omittingEmptySubsequences: false).map(String.init)
  if let fault = faultOfLiterals(lines[0], texts: Array(lines.dropFirst())) { return fault }
  var grammar = RegexDice(bytes)
  let (regex, texts) = grammar.next()
  return faultOfLiterals(regex, texts: texts)
}

private func faultOfHandbook(_ text: String) -> String? {
  do throws(PlaybookError) {
    let tree = try SourceTree.parse(text, file: "causes/x.yaml")
    for path in ["causes/x.yaml", "signals.yaml", "triage.yaml", "routine.yaml", "features.yaml"] {
      if let fault = faultOfTree(tree, at: path) { return fault }
    }
    return nil
  } catch {
    return faultOfError("\(error)", file: "causes/x.yaml:")
  }
}

private func faultOfTree(_ tree: SourceTree, at path: String) -> String? {
  do throws(PlaybookError) {
    let handbook = try Handbook(files: [Handbook.File(path: path, tree: tree)], digest: "none")
    return HandbookCodec.decode(HandbookCodec.encode(handbook)) == handbook ? nil : "embedding changes it"
  } catch {
    return faultOfError("\(error)", file: "")
  }
}

private func faultOfError(_ words: String, file: String) -> String? {
  guard words.hasPrefix(file), words.contains(": ") else { return "an error without a place: \(words)" }
  return words.utf8.count <= 20_000 ? nil : "an error of \(words.utf8.count) bytes"
}

private func faultOfLiterals(_ regex: String, texts: [String]) -> String? {
  guard let literals = LiteralExtractor.requiredLiterals(of: regex) else { return nil }
  // What PCRE2 refuses matches nothing, and what it gives up on is told apart from a match.
  guard let compiled = try? Regex(regex) else { return nil }
  for match in texts {
    let bytes = Array(match.utf8)
    guard compiled.match(bytes) == .matched else { continue }
    let text = bytes.map(folded)
    guard literals.contains(where: { contains(text, $0.utf8.map(folded)) }) else {
      return "\(regex) matches \(match.debugDescription) without \(literals)"
    }
  }
  return nil
}

private func folded(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }

private func contains(_ text: [UInt8], _ wanted: [UInt8]) -> Bool {
  guard text.count >= wanted.count else { return false }
  return (0...(text.count - wanted.count)).contains { text[$0...].starts(with: wanted) }
}
