import Bytes
import VPCModel

/// Times as Kubernetes and ipamd write them.
///
///     2024-05-02T09:14:21.105Z            objects, introspection
///     2024-05-02T09:14:21+02:00           tags, offsets
///     Tue, 09 Jun 2020 11:52:52 -0400     kubectl describe (RFC 1123 with a numeric zone)
///
/// The zero time of Go (year 1) and anything before 1970 is nil: it says "never".
enum ObjectTime {
  static func parse(_ text: String?) -> Instant? {
    guard let text, text.utf8.count <= 64 else { return nil }
    let bytes = Array(text.utf8)
    let found = scanTimestamp(bytes.span, from: 0)
    if let found, found.end == bytes.count { return Instant(nanoseconds: found.nanoseconds) }
    return rfc1123(text)
  }

  /// Put into the order of ISO 8601 and read as that.
  private static func rfc1123(_ text: String) -> Instant? {
    let words = text.split(whereSeparator: { $0 == " " || $0 == "," })
    guard (5...6).contains(words.count), let month = month(words[2]), words[1].utf8.count <= 2 else {
      return nil
    }
    let day = words[1].utf8.count == 1 ? "0\(words[1])" : "\(words[1])"
    let named = words.count == 6 ? words[5] : "Z"
    let zone = named == "UTC" || named == "GMT" ? "Z" : named
    let bytes = Array("\(words[3])-\(month)-\(day)T\(words[4])\(zone)".utf8)
    let found = scanTimestamp(bytes.span, from: 0)
    guard let found, found.end == bytes.count else { return nil }
    return Instant(nanoseconds: found.nanoseconds)
  }

  private static func month(_ text: Substring) -> String? {
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard let index = names.firstIndex(where: { $0 == text }) else { return nil }
    return index < 9 ? "0\(index + 1)" : "\(index + 1)"
  }
}
