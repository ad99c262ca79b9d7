/// Values that are names: of labels, and of what keys and words announce.
extension TextRedactor {
  /// A label with its value, inside a map of them; nil when the word is no key.
  mutating func label(
    _ text: [UInt8], _ start: Int, _ end: Int, into out: inout [UInt8], _ depth: Int
  ) -> Int? {
    let key = text[start..<end].prefix { isWord($0) || "._-/".utf8.contains($0) }
    guard let pair = Pair(text, behind: key.endIndex, end) else { return nil }
    let isPublic = NameContexts.isPublicKey(key)
    if isPublic || NameContexts.commonLabels.contains(key) {
      out += key
    } else {
      var at = key.startIndex
      if let slash = key.lastIndex(of: 47) {
        _ = scan(text, at..<slash + 1, into: &out, depth: depth + 1)
        at = slash + 1
      }
      let isOfProject = at > key.startIndex && out.suffix(at - key.startIndex).elementsEqual(key[..<at])
      if isOfProject {
        out += key[at...]
      } else {
        value(text, at..<key.endIndex, .name, isOpaque: true, into: &out, depth: depth)
      }
    }
    out += text[key.endIndex..<pair.start]
    let held = text[pair.start..<pair.stop]
    let isText = held.count > 128 || held.contains(UInt8(ascii: "{")) || held.contains(UInt8(ascii: "["))
    if isPublic || isText || (!pair.isQuoted && pair.isKeyQuoted) { return pair.start }
    var kind = NameKind.name
    if case .name(let known)? = NameContexts.use(of: key) { kind = known }
    value(text, pair.start..<pair.stop, kind, isOpaque: true, into: &out, depth: depth)
    return pair.stop
  }

  /// Values inside values: names in ARNs in base64 in URLs come to six.
  static let deepest = 12

  /// A value that is a name, or several in one: `shop/web`, `web_shop(uid)`, `ip-10-0-1-23.ec2.internal/10.0.1.23`.
  ///
  /// - Parameter isOpaque: a name whatever it looks like; else only what has the form of one.
  mutating func value(
    _ text: [UInt8], _ range: Range<Int>, _ kind: NameKind, isOpaque: Bool, into out: inout [UInt8],
    depth: Int
  ) {
    let held = text[range]
    guard let first = held.first else { return }
    // A hostile name of slashes: what is left of it is one name.
    guard depth < Self.deepest else { return putName(held, kind, into: &out) }
    // `User: arn:aws:sts::…` of a policy's refusal: its parts have places of their own.
    if held.count > 12, depth < 8, held.prefix(4).elementsEqual("arn:".utf8) {
      _ = scan(text, range, into: &out, depth: depth + 1)
      return
    }
    if first == 47, isOpaque {
      // `/aws/containerinsights/my-cluster/dataplane`: the words that everybody has stay.
      for part in held.split(separator: 47) {
        out.append(47)
        single(text, part.startIndex..<part.endIndex, .name, isOpaque: true, into: &out, depth: depth)
      }
      return
    }
    if let slash = held.firstIndex(of: 47), first != 47, slash + 1 < held.endIndex {
      let left: NameKind = kind == .pod || kind == .name ? .namespace : kind
      value(text, range.lowerBound..<slash, left, isOpaque: isOpaque, into: &out, depth: depth + 1)
      out.append(47)
      if kind == .pod {
        value(text, slash + 1..<range.upperBound, kind, isOpaque: isOpaque, into: &out, depth: depth + 1)
      } else {
        _ = scan(text, slash + 1..<range.upperBound, into: &out, depth: depth + 1)
      }
      return
    }
    if kind == .pod, let low = held.firstIndex(of: 95), low + 1 < held.endIndex {
      // `web_shop(uid)` says the pod first, `shop_web_uid` of /var/log/pods the namespace.
      let isFolder = held[(low + 1)...].contains(95)
      value(
        text, range.lowerBound..<low, isFolder ? .namespace : .pod, isOpaque: isOpaque, into: &out,
        depth: depth + 1)
      out.append(95)
      let next = held[(low + 1)...].firstIndex { !isWord($0) && $0 != 45 && $0 != 46 } ?? range.upperBound
      value(
        text, low + 1..<next, isFolder ? .pod : .namespace, isOpaque: isOpaque, into: &out, depth: depth + 1)
      _ = scan(text, next..<range.upperBound, into: &out, depth: depth + 1)
      return
    }
    single(text, range, kind, isOpaque: isOpaque, into: &out, depth: depth)
  }

  private mutating func single(
    _ text: [UInt8], _ range: Range<Int>, _ kind: NameKind, isOpaque: Bool, into out: inout [UInt8],
    depth: Int
  ) {
    let held = text[range]
    let hasLetter = held.contains { (65...90).contains($0) || (97...122).contains($0) || $0 >= 128 }
    if !hasLetter || Self.isPublicShape(held) || KnownWords.system.contains(held)
      || ((kind == .name || !isOpaque) && isInVocabulary(held))
    {
      _ = scan(text, range, into: &out, depth: depth + 1)
      return
    }
    let isName = held.allSatisfy { isWord($0) || "-._".utf8.contains($0) }
    let isCamel = held.contains { (65...90).contains($0) } && !held.contains(45)
    if !isOpaque, !isName || isCamel {
      _ = scan(text, range, into: &out, depth: depth + 1)
      return
    }
    if plan?.names[foldedHash(held)] != nil, isName { return putName(held, kind, into: &out) }
    // Nothing in it but what has an alias of its own, and words that tell nothing.
    var parts: [UInt8] = []
    let before = state
    state.ignoresNames = true
    state.countsUnknown = true
    let unknown = depth < Self.deepest ? scan(text, range, into: &parts, depth: depth + 1) : 1
    state = before
    if unknown == 0 {
      out += parts
      return
    }
    if isName { note(held, kind) }
    putName(held, kind, into: &out)
  }
}
