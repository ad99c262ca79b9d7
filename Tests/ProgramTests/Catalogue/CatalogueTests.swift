import Commands
import PlaybookData
import Testing

/// Every message the CNI and its neighbours print, from the reference table beside the checkout.
@Suite(.enabled(if: MessageTable.isThere, "the reference table is not beside the checkout"))
struct Catalogue {
  /// Prints a list of failures as one issue: row, form, what came out.
  static func expectNone(_ wrong: [String], of count: Int, _ what: String) {
    if !wrong.isEmpty {
      Issue.record("\(wrong.count) of \(count) \(what):\n\(wrong.joined(separator: "\n"))")
    }
  }
}

extension Catalogue {
  @Suite struct Recognition {
    /// The row in every shape of its releases, plain and wrapped, gives a hit.
    @Test func `every row is recognised in every shape`() {
      let recognizer = Recognizer(PlaybookData.handbook)
      let forms = LineForms()
      var wrong: [String] = []
      var count = 0
      for row in MessageTable.rows {
        let text = Carriers.message(row, PlausibleValues().fill(row))
        for form in forms.all(row, text) where !form.name.hasPrefix("events") && form.name != "describe" {
          for shape in [form] + forms.wrapped(form) {
            count += 1
            if recognizer.recognize(shape.text).isEmpty {
              wrong.append("\(row.id) \(shape.name): \(shape.text)")
            }
          }
        }
        count += 1
        let message = row.level == "event" ? "\(forms.reason(row)): \(text)" : text
        if recognizer.recognize(message: Array(message.utf8)).isEmpty {
          wrong.append("\(row.id) message: \(text)")
        }
      }
      Catalogue.expectNone(wrong, of: count, "not recognised")
    }
  }
}
