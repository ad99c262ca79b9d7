import Bytes
import Triage

/// Finds a pod's name in the bytes of a message, in any of the spellings logs have for it.
///
///     pod="shop/web-1"                                  kubelet
///     web-1_shop(6f0c…)                                 kubelet, old
///     K8S_POD_NAME:"web-1"  K8S_POD_NAMESPACE:"shop"    ipamd
///     &PodSandboxMetadata{Name:web-1,…,Namespace:shop}  containerd
struct PodMention {
  private let name: [UInt8]
  private let namespace: [UInt8]?

  init(_ pod: PodName) {
    name = Array(pod.name.utf8)
    namespace = pod.namespace.map { Array($0.utf8) }
  }

  /// True when the message names the pod, and does not put it into another namespace.
  func isIn(_ message: [UInt8]) -> Bool {
    guard let first = name.first else { return false }
    var from = 0
    while let start = firstIndex(of: first, in: message.span, from: from) {
      from = start + 1
      if isWhole(message, at: start), !isForeign(message, at: start) { return true }
    }
    return false
  }

  /// The name stands there, and no longer one does.
  private func isWhole(_ message: [UInt8], at start: Int) -> Bool {
    let end = start + name.count
    guard end <= message.count, message[start..<end].elementsEqual(name) else { return false }
    if start > 0, Self.isNameByte(message[start - 1]) || message[start - 1] == UInt8(ascii: ".") {
      return false
    }
    guard end < message.count else { return true }
    if Self.isNameByte(message[end]) { return false }
    // `web-1.shop.svc` is a host name; `web-1.` ends a sentence.
    return
      !(message[end] == UInt8(ascii: ".") && end + 1 < message.count && Self.isNameByte(message[end + 1]))
  }

  private func isForeign(_ message: [UInt8], at start: Int) -> Bool {
    guard let namespace else { return false }
    let end = start + name.count
    if start > 0, message[start - 1] == UInt8(ascii: "/") || message[start - 1] == UInt8(ascii: "_") {
      let before = token(message, endingAt: start - 1)
      return !before.isEmpty && before != namespace[...]
    }
    if end < message.count, message[end] == UInt8(ascii: "_") {
      let after = token(message, from: end + 1)
      return !after.isEmpty && after != namespace[...]
    }
    return namesOtherNamespace(message, namespace)
  }

  /// The namespace the message puts the pod into; nil when it does not say.
  func namespace(in message: [UInt8]) -> String? {
    guard let first = name.first else { return nil }
    var from = 0
    while let start = firstIndex(of: first, in: message.span, from: from) {
      from = start + 1
      guard isWhole(message, at: start) else { continue }
      let end = start + name.count
      var found: ArraySlice<UInt8> = []
      if start > 0, message[start - 1] == UInt8(ascii: "/") {
        found = token(message, endingAt: start - 1)
      } else if end < message.count, message[end] == UInt8(ascii: "_") {
        found = token(message, from: end + 1)
      }
      if !found.isEmpty { return String(decoding: found, as: UTF8.self) }
    }
    var value: ArraySlice<UInt8> = []
    forEachNamespace(message) { if value.isEmpty { value = $0 } }
    return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
  }

  /// Some `namespace` in the message has a value, and none has ours.
  private func namesOtherNamespace(_ message: [UInt8], _ namespace: [UInt8]) -> Bool {
    var isOther = false
    var isOurs = false
    forEachNamespace(message) { value in
      if value == namespace[...] { isOurs = true } else { isOther = true }
    }
    return isOther && !isOurs
  }

  private func forEachNamespace(_ message: [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
    var index = 0
    while index + Self.word.count < message.count {
      guard message[index] | 0x20 == UInt8(ascii: "n"), isWord(message, at: index) else {
        index += 1
        continue
      }
      index += Self.word.count
      var start = index
      while start < message.count, start - index < 6, Self.isSeparator(message[start]) { start += 1 }
      let value = token(message, from: start)
      if start > index, !value.isEmpty { body(value) }
    }
  }

  private static let word = Array("namespace".utf8)

  private func isWord(_ message: [UInt8], at start: Int) -> Bool {
    zip(Self.word, message[start...]).allSatisfy { $0 == $1 | 0x20 }
  }

  private func token(_ message: [UInt8], from start: Int) -> ArraySlice<UInt8> {
    guard start < message.count else { return [] }
    return message[start...].prefix { Self.isNameByte($0) }.prefix(64)
  }

  private func token(_ message: [UInt8], endingAt end: Int) -> ArraySlice<UInt8> {
    var start = end
    while start > 0, end - start < 64, Self.isNameByte(message[start - 1]) { start -= 1 }
    return message[start..<end]
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte &- 97 < 26 || byte &- 48 < 10 || byte &- 65 < 26 || byte == UInt8(ascii: "-")
  }

  /// What stands between a key and its value: `:"`, `=`, ` `, `\":\"`.
  private static func isSeparator(_ byte: UInt8) -> Bool {
    [UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: " ")]
      .contains(byte)
  }
}

/// Ids of sandboxes and containers: 16 to 64 hex digits in a row.
enum SandboxIDs {
  static func forEach(in message: [UInt8], _ body: (String) -> Void) {
    var index = 0
    while index < message.count {
      guard isWordByte(message[index]) else {
        index += 1
        continue
      }
      let start = index
      var isHex = true
      while index < message.count, isWordByte(message[index]) {
        isHex = isHex && (message[index] &- 48 < 10 || message[index] &- 97 < 6)
        index += 1
      }
      guard isHex, (16...64).contains(index - start), !isDigest(message, start) else { continue }
      body(String(decoding: message[start..<index], as: UTF8.self))
    }
  }

  /// An image is many pods'.
  private static func isDigest(_ message: [UInt8], _ start: Int) -> Bool {
    start >= 7 && message[(start - 7)..<start].elementsEqual("sha256:".utf8)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte &- 97 < 26 || byte &- 48 < 10 || byte &- 65 < 26 || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "_")
  }
}
