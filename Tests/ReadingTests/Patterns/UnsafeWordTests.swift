import Foundation
import TestSupport
import Testing

/// Memory is handled by hand where C libraries are: in two modules, and where libFuzzer and its files are.
@Suite struct UnsafeWordTests {
  private static let allowed = ["Intake/", "Patterns/", "Fuzz/"]

  @Test func `unsafe code stands in the modules that own a C library and nowhere else`() throws {
    let folder = Samples.package.appending(path: "Sources")
    var seen = 0
    for name in Samples.files(in: folder) where name.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      seen += 1
      guard !Self.allowed.contains(where: { name.hasPrefix($0) }) else { continue }
      // Most files hold the words nowhere, and need not be taken apart.
      guard text.range(of: "unsafe") != nil || text.range(of: "@unchecked") != nil else { continue }
      for (number, line) in code(of: text).enumerated() {
        #expect(
          !line.contains(/\b(unsafe|nonisolated\(unsafe\)|@unchecked)\b/), "\(name):\(number + 1): \(line)")
      }
    }
    #expect(seen > 100)
  }

  @Test func `comments and strings are no code`() {
    let text =
      "let a = \"unsafe\" // unsafe\n/* unsafe\n unsafe */ let b = 1\nlet c = #\"un\"safe\"#\nlet d = unsafe b"
    #expect(code(of: text).map { $0.contains("unsafe") } == [false, false, false, false, true])
  }

  /// The lines of a source file without what stands in comments and string literals.
  private func code(of text: String) -> [String] {
    var out = ""
    var rest = Substring(text)
    while let character = rest.first {
      if rest.hasPrefix("//") {
        rest = rest.drop { $0 != "\n" }
      } else if rest.hasPrefix("/*") {
        let comment = rest.prefix(upTo: rest.firstRange(of: "*/")?.upperBound ?? rest.endIndex)
        out += comment.filter(\.isNewline)
        rest = rest[comment.endIndex...]
      } else if let literal = rest.prefixMatch(
        of: /(#*)"""(?s:.)*?"""\1|(#+)"(?:[^\n])*?"\2|"(?:\\.|[^"\\\n])*"/)
      {
        out += literal.output.0.filter(\.isNewline)
        rest = rest[literal.range.upperBound...]
      } else {
        out.append(character)
        rest.removeFirst()
      }
    }
    return out.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
