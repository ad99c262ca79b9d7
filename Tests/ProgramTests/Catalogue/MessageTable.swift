import Foundation
import TestSupport

/// One message of the reference table beside the checkout. Nothing of the table is copied into this repository.
struct MessageRow: Sendable {
  let id: String
  /// `ipamd`, `plugin`, `ec2-api`, `kubelet` …
  let component: String
  let source: String
  /// `error-text` stands inside other lines; `event` is a Kubernetes event.
  let level: String
  /// `%v` stands for a value.
  let template: String
  let first: CNIVersion
  let last: CNIVersion
  /// A cause, or `context`, `by-error-text`, `ip-pool-empty`, `healthy`, `unknown`, `not-ip-problem`.
  let rootCause: String

  static let verdicts: Set<String> = [
    "context", "by-error-text", "ip-pool-empty", "healthy", "unknown", "not-ip-problem",
  ]
  var isCause: Bool { !MessageRow.verdicts.contains(rootCause) }
  /// The EC2 action of an `ec2-api` row, when the table says it.
  var action: String? {
    guard source.hasPrefix("EC2 API ("), source.hasSuffix(")") else { return nil }
    return String(source.dropFirst(9).dropLast())
  }
}

struct CNIVersion: Comparable, Sendable {
  let major: Int
  let minor: Int
  let patch: Int
  static let lastSeelog = CNIVersion("v1.6.0")
  static let lastShellEntrypoint = CNIVersion("v1.12.0")
  static let lastFirstSDK = CNIVersion("v1.19.3")

  /// `v1.19.3`; `HEAD` is later than every release.
  init(_ text: String) {
    let parts = text.drop { $0 == "v" }.split(separator: ".").map { Int($0) }
    major = text == "HEAD" ? 99 : parts.first.flatMap { $0 } ?? 0
    minor = parts.count > 1 ? parts[1] ?? 0 : 0
    patch = parts.count > 2 ? parts[2] ?? 0 : 0
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}

enum MessageTable {
  /// Empty where the reference data is not beside the checkout; the suites are disabled then.
  static let rows: [MessageRow] = {
    guard let folder = Samples.shared,
      let data = FileManager.default.contents(atPath: folder.appending(path: "domain/messages.csv").path)
    else { return [] }
    return records(String(decoding: data, as: UTF8.self)).dropFirst().compactMap(row)
  }()
  static let isThere = !rows.isEmpty

  private static func row(_ fields: [String]) -> MessageRow? {
    guard fields.count >= 7 else { return nil }
    let ends = fields[5].replacing("..", with: "|").split(separator: "|").map { CNIVersion(String($0)) }
    guard let first = ends.first, let last = ends.last else { return nil }
    let template = fields[4].replacing(#"\n"#, with: "\n").replacing(#"\t"#, with: "\t")
    return MessageRow(
      id: fields[0], component: fields[1], source: fields[2], level: fields[3], template: template,
      first: first,
      last: last, rootCause: fields[6])
  }

  /// RFC 4180: quoted fields may hold commas, doubled quotes and line ends.
  private static func records(_ text: String) -> [[String]] {
    var records: [[String]] = []
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    var last: Character = ","
    for character in text {
      if isQuoted {
        if character == "\"" { isQuoted = false } else { field.append(character) }
      } else if character == "\"" {
        // A quote right after a closing one is a quote of the text.
        if last == "\"" { field.append("\"") }
        isQuoted = true
      } else if character == "," {
        fields.append(field)
        field = ""
      } else if character.isNewline {
        records.append(fields + [field])
        fields = []
        field = ""
      } else {
        field.append(character)
      }
      last = character
    }
    if !fields.isEmpty { records.append(fields + [field]) }
    return records
  }
}
