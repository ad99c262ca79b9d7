/// A member's name made safe to show beside others, and whether it tried to leave the archive.
///
/// `./var_log/ipamd.log` → `var_log/ipamd.log`; `../../etc/x` and `/etc/x` → `etc/x`, hostile. Nothing is ever
/// written under this name; it only has to be read without being taken for a path of this machine.
struct MemberName: Hashable {
  let shown: String
  let isHostile: Bool
  private static let longest = 1_024

  init(_ name: String) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: true)
    let kept = parts.filter { $0 != "." && $0 != ".." }
    isHostile = name.hasPrefix("/") || parts.contains("..")
    let joined = kept.joined(separator: "/")
    if joined.utf8.count > Self.longest {
      shown = String(decoding: joined.utf8.prefix(Self.longest), as: UTF8.self) + "…"
    } else {
      shown = joined.isEmpty ? "(no name)" : joined
    }
  }
}

extension MemberName {
  /// A name as it is quoted in a message: not longer than a line, control characters as `?`.
  static func quoted(_ name: String) -> String {
    let scalars = name.unicodeScalars.prefix(120).map { $0.properties.generalCategory == .control ? "?" : $0 }
    return String(String.UnicodeScalarView(scalars))
  }
}
