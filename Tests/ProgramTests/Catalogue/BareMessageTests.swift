import Commands
import PlaybookData
import Testing

@testable import Collectors

extension Catalogue {
  /// Messages as people copy them, without the record around them.
  @Suite struct BareMessage {
    @Test func `every message that tells something is a program's, without anything around it`() {
      let recognizer = Recognizer(Bench.handbook)
      let heads = MessageHeads(
        PlaybookData.handbook.patterns.flatMap(\.matches) + PlaybookData.handbook.routine.map(\.text))
      let routine = PlaybookData.handbook.routine.filter { !$0.isWrapper }.map(\.text)
      var wrong: [String] = []
      var count = 0
      for row in MessageTable.rows {
        let text = PlausibleValues().fill(row)
        for message in [text, Carriers.message(row, text)] {
          let bytes = Array(message.utf8)
          let hits = recognizer.recognize(message: bytes)
          guard hits.contains(where: { $0.fact == "cause pattern" || $0.fact.hasPrefix("signal") }) else {
            continue
          }
          count += 1
          let isKnown = routine.contains(where: message.contains)
          let line = FramelessLine(bytes.span, heads: heads, isKnown: isKnown)
          if line.printed != 0..<bytes.count {
            wrong.append("\(row.id): \(message)")
          }
        }
      }
      Catalogue.expectNone(wrong, of: count, "messages are taken for speech")
    }

    /// Once, and pasted three times, which makes no sentences of it.
    @Test(arguments: [1, 3]) func `a bare message says what its record says`(times: Int) {
      let forms = LineForms()
      var wrong: [String] = []
      var count = 0
      for row in MessageTable.rows where row.isCause {
        let message = Carriers.message(row, PlausibleValues().fill(row))
        let form = forms.newest(row, message)
        // A panic is told by its trace, an event by its columns.
        if form.file.hasPrefix("events") || form.name == "panic" { continue }
        let framed = Bench.blames(Bench().report(on: form))
        guard let framed else { continue }
        count += 1
        let text = Array(repeating: message, count: times).joined(separator: "\n")
        let bare = Bench().report(on: LineForm(name: "bare", file: "paste.txt", text: text))
        if bare.primary.id.raw != framed, !bare.alternatives.contains(where: { $0.id.raw == framed }) {
          wrong.append("\(row.id) wants \(framed), is \(Bench.summary(bare)): \(message)")
        }
      }
      Catalogue.expectNone(wrong, of: count, "bare messages come to something else")
    }
  }
}
