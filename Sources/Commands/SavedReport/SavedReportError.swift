import Documents

/// Why a file is no report that can be rendered again.
package struct SavedReportError: Error, Hashable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    /// The file cannot be opened or read.
    case unreadable(String)
    case empty
    case tooLarge(limit: Int)
    /// The compressed file broke off.
    case damaged(String)
    case notJSON(DocumentError)
    case moreThanOne
    /// Not what `--format json` writes.
    case notAReport(String)
    case otherVersion(String)
    case missing
    case wrongType(wanted: String, found: String)
    case notOneOf(String, [String])
    case badTime(String)
    case outOfRange(String)
  }

  package let file: String
  package let reason: Reason
  /// Line of the value, from 1; nil for the file as a whole.
  package let line: Int?
  /// `evidence[3].line`, empty at the top.
  package let path: String

  package init(_ file: String, _ reason: Reason, line: Int? = nil, path: String = "") {
    self.file = file
    self.reason = reason
    self.line = line
    self.path = path
  }

  package var description: String {
    if case .notJSON(let error) = reason { return error.message(in: file) }
    let place = file + (line.map { ":\($0)" } ?? "") + (path.isEmpty ? "" : ": \(path)")
    return "\(place): \(text)"
  }

  /// The file is not there, which is exit 3; everything else is a refusal.
  package var isUnusableInput: Bool {
    if case .unreadable = reason { true } else { false }
  }

  private var text: String {
    switch reason {
    case .unreadable(let why): why
    case .empty: "the file is empty; give what `ipamtriage --format json` wrote"
    case .tooLarge(let limit):
      "above \(limit >> 20) MiB, which no report is; give what `ipamtriage --format json` wrote"
    case .damaged(let why): why
    case .notJSON(let error): error.message(in: file)
    case .moreThanOne: "something follows the report; give one report a file"
    case .notAReport(let why): "\(why); give what `ipamtriage --format json` wrote"
    case .otherVersion(let version):
      "a report of schema \(version), this program reads \(SavedReport.majorVersion).x; render it with the program that wrote it"
    case .missing: "missing; the report was cut or changed"
    case .wrongType(let wanted, let found): "\(wanted) belongs here, not \(found)"
    case .notOneOf(let word, let words): "\"\(word)\" is none of \(words.joined(separator: ", "))"
    case .badTime(let text): "\"\(text)\" is no time; one is 2026-09-01T02:03:11.421Z"
    case .outOfRange(let text): "\(text) is out of range"
    }
  }
}
