/// Takes secrets out of a text before it is kept: reports are pasted into tickets. Applied to every quote, always.
///
///     AKIAIOSFODNN7EXAMPLE → AKIA****
///     https://user:password@proxy:3128 → https://user:****@proxy:3128
///     Authorization: Bearer eyJ… → Authorization: Bearer ****
package enum Secrets {
  package static func masked(_ text: [UInt8]) -> [UInt8] {
    // Most lines hold none of the bytes a secret needs; they pay one pass.
    guard mayHold(text) else { return text }
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var index = 0
    // Where a secret ended the next one may begin, whatever byte the first one ended with.
    var isBehindSecret = false
    while index < text.count {
      if let (kept, end) = secret(in: text, at: index, isBehindSecret: isBehindSecret) {
        // What stays may hold one itself: a token as the user of a URL.
        out.append(text[index])
        out.append(contentsOf: masked(Array(text[(index + 1)..<kept])))
        out.append(contentsOf: "****".utf8)
        isBehindSecret = true
        index = end
      } else {
        out.append(text[index])
        index += 1
        isBehindSecret = false
      }
    }
    return out
  }

  private static func mayHold(_ text: [UInt8]) -> Bool {
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "A"), UInt8(ascii: "e"), UInt8(ascii: "B"), UInt8(ascii: "b"), UInt8(ascii: "-"),
        UInt8(ascii: "@"),
        UInt8(ascii: "s"), UInt8(ascii: "S"), UInt8(ascii: "x"), UInt8(ascii: "X"):
        if secret(in: text, at: index) != nil { return true }
      default: break
      }
      if byte == UInt8(ascii: ":"), secret(in: text, at: index) != nil { return true }
    }
    return false
  }

  /// A secret that starts at `start`: what of it stays, and where it ends.
  private static func secret(
    in text: [UInt8], at start: Int, isBehindSecret: Bool = false
  ) -> (kept: Int, end: Int)? {
    if start > 0, !isBehindSecret, isWord(text[start - 1]), text[start] != UInt8(ascii: ":") { return nil }
    // Access key ids of users and of sessions: four letters and sixteen more.
    if has("AKIA", text, start) || has("ASIA", text, start) {
      let end = run(text, from: start + 4) { (65...90).contains($0) || (48...57).contains($0) }
      if end - start >= 20 { return (start + 4, end) }
    }
    // JSON web tokens: three base64url parts.
    if has("eyJ", text, start) {
      let end = run(text, from: start) { isBase64($0) || $0 == UInt8(ascii: ".") }
      if end - start >= 30 { return (start + 3, end) }
    }
    for word in [
      "Bearer ", "bearer ", "X-Amz-Security-Token=", "X-Amz-Signature=", "aws_secret_access_key=",
      "aws_session_token=", "AWS_SECRET_ACCESS_KEY=", "AWS_SESSION_TOKEN=", "SecretAccessKey: ",
      "SessionToken: ",
    ]
    where has(word, text, start) {
      let from = start + word.utf8.count
      let end = run(text, from: from) { isBase64($0) || "./+=%~".utf8.contains($0) }
      if end - from >= 8 { return (from, end) }
    }
    if has("-----BEGIN ", text, start) {
      // A private key: everything to its end, or to the end of the text. Only its label stands between.
      let label = run(text, from: start + 11) {
        (65...90).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: " ")
      }
      guard find("PRIVATE KEY", text, from: start + 11, to: label) else { return nil }
      return (start + 11, text.count)
    }
    // The password of a URL: between the second colon and the @.
    if has("://", text, start) {
      let user = run(text, from: start + 3) { isWord($0) || "-._~%".utf8.contains($0) }
      guard user < text.count, text[user] == UInt8(ascii: ":") else { return nil }
      let end = run(text, from: user + 1) {
        $0 > 32 && $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: "/") && $0 < 127
      }
      if end < text.count, text[end] == UInt8(ascii: "@"), end > user + 1 { return (user + 1, end) }
    }
    return nil
  }

  private static func has(_ word: String, _ text: [UInt8], _ start: Int) -> Bool {
    start + word.utf8.count <= text.count && text[start..<(start + word.utf8.count)].elementsEqual(word.utf8)
  }

  private static func find(_ word: String, _ text: [UInt8], from: Int, to: Int) -> Bool {
    var index = from
    while index < to {
      if has(word, text, index) { return true }
      index += 1
    }
    return false
  }

  private static func run(_ text: [UInt8], from start: Int, _ belongs: (UInt8) -> Bool) -> Int {
    var end = start
    while end < text.count, belongs(text[end]) { end += 1 }
    return end
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || byte == UInt8(ascii: "_")
  }

  private static func isBase64(_ byte: UInt8) -> Bool { isWord(byte) || byte == UInt8(ascii: "-") }
}
