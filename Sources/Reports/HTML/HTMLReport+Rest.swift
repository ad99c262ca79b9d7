import Evidence
import Triage
import VPCModel

extension HTMLReport {
  func writeNoise(_ html: inout HTMLWriter) {
    list(report.noise, &html) { noise, html in
      html.element(.code, noise.text)
      html.words(" \(Phrases.times(noise.count))")
    }
  }

  func writeUnclassified(_ html: inout HTMLWriter) {
    list(report.unclassified, &html) { template, html in
      html.element(.code, template.template)
      html.words(" \(Phrases.times(template.count, isEstimate: template.isEstimate))")
      references([template.example], &html)
    }
  }

  func writeGaps(_ html: inout HTMLWriter) {
    list(report.gaps, &html) { gap, html in
      html.words("\(times.moment(gap.from)) to \(times.moment(gap.to)), ")
      html.element(.code, gap.node)
      html.words(": \(gap.reason)")
    }
  }

  /// `ipamd.log:18211` and what is wrong there.
  var problems: [(place: String, text: String)] {
    report.inputs.flatMap { input in
      input.record.problems.sorted().map { problem in
        let line = problem.line.map { ":\($0)" } ?? problem.byte.map { ": byte \(Phrases.number($0))" } ?? ""
        return (shown(input.record.name) + line, problem.text)
      }
    }
  }

  func writeNotes(_ html: inout HTMLWriter) {
    if report.isPartial {
      html.element(.p, [.className: "warn"], "Not everything could be read; what could be is in this report.")
    }
    let notes = report.notes.map { (place: "", text: $0) } + problems
    list(notes, &html) { note, html in
      if !note.place.isEmpty {
        html.element(.code, note.place)
        html.words(" ")
      }
      html.words(note.text)
    }
  }

  func writeInputs(_ html: inout HTMLWriter) {
    html.element(.details) { html in
      html.element(.summary, Phrases.count(report.inputs.count &+ report.moreInputs.inputs, "input"))
      scroll("Inputs", &html) { html in
        html.element(.thead) { html in
          html.element(.tr) { html in
            html.element(.th, [.scope: "col"], "input")
            html.element(.th, [.scope: "col"], "taken for")
            html.element(.th, [.scope: "col", .className: "n"], "lines")
            html.element(.th, [.scope: "col", .className: "n"], "read")
          }
        }
        html.element(.tbody) { html in
          for input in report.inputs.prefix(Self.listed * 5) { write(input.record, &html) }
        }
      }
      writeMore(
        than: report.inputs.count &+ report.moreInputs.inputs,
        listed: min(report.inputs.count, Self.listed * 5), &html)
    }
  }

  private func write(_ record: InputRecord, _ html: inout HTMLWriter) {
    html.element(.tr) { html in
      html.element(.th, [.scope: "row"]) { $0.element(.code, shown(record.name)) }
      html.element(.td, record.duplicateOf == nil ? record.kind.rawValue : "\(record.kind.rawValue), twice")
      html.element(.td, [.className: "n"], Phrases.number(record.lines))
      html.element(.td, [.className: "n"], Phrases.number(record.recognised))
    }
  }

  private func list<Item>(
    _ items: [Item], _ html: inout HTMLWriter, _ write: (Item, inout HTMLWriter) -> Void
  ) {
    if !items.isEmpty {
      html.element(.ul) { html in
        for item in items.prefix(Self.listed) { html.element(.li) { write(item, &$0) } }
      }
    }
    writeMore(than: items.count, listed: Self.listed, &html)
  }
}
