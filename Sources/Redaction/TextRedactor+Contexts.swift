import VPCModel

/// Names by what stands before them: `nodeName: …`, `pod="…"`, `namespaces/…`, `node "…"`, labels, tags.
extension TextRedactor {
  /// What follows a word and belongs to it; says where the rest begins, nil when nothing does.
  mutating func context(
    _ text: [UInt8], _ start: Int, _ stop: Int, _ end: Int, into out: inout [UInt8], _ depth: Int
  ) -> Int? {
    guard stop < end else { return nil }
    let word = text[start..<stop]
    if text[stop] == UInt8(ascii: "/") { return behindSlash(text, word, stop, end, into: &out, depth) }
    if let pair = Pair(text, behind: stop, end) {
      // `spec.nodeName=…` is a nodeName.
      let key = word.lastIndex(of: 46).map { word[($0 + 1)...] } ?? word
      if let use = NameContexts.use(of: key) { return apply(use, key, text, pair, end, into: &out, depth) }
      return nil
    }
    return behindSpace(text, word, stop, end, into: &out, depth)
  }

  // MARK: keys

  /// What stands between a key and the end of its value.
  struct Pair {
    let isColon: Bool
    /// First byte of the value, its quote not counted.
    let start: Int
    /// Behind the last byte of the value.
    let stop: Int
    let isQuoted: Bool
    let isSpaced: Bool
    /// The key had a quote: JSON.
    let isKeyQuoted: Bool

    init?(_ text: [UInt8], behind key: Int, _ end: Int) {
      var at = key
      while at < end, text[at] == UInt8(ascii: "\\"), at - key < 16 { at += 1 }
      isKeyQuoted = at < end && (text[at] == UInt8(ascii: "\"") || text[at] == UInt8(ascii: "'"))
      if isKeyQuoted { at += 1 } else if at > key { return nil }
      if isKeyQuoted { while at < end, text[at] == 32 { at += 1 } }
      guard at < end, text[at] == UInt8(ascii: ":") || text[at] == UInt8(ascii: "=") else { return nil }
      isColon = text[at] == UInt8(ascii: ":")
      at += 1
      if isColon, at < end, text[at] == UInt8(ascii: "/") || text[at] == UInt8(ascii: ":") { return nil }
      let spaces = at
      while at < end, text[at] == 32 || text[at] == 9 { at += 1 }
      isSpaced = at > spaces
      var slashes = 0
      while at < end, text[at] == UInt8(ascii: "\\") {
        slashes += 1
        at += 1
      }
      if at < end, "\"'`".utf8.contains(text[at]) {
        isQuoted = true
        start = at + 1
        stop = Self.closing(text, start, end, quote: text[at], slashes: slashes)
      } else {
        guard slashes == 0 else { return nil }
        isQuoted = false
        start = at
        stop = text[at..<end].firstIndex(where: Self.endsValue) ?? end
      }
    }

    private static func endsValue(_ byte: UInt8) -> Bool {
      switch byte {
      case 0...32: true
      case 34, 38, 39, 40, 41, 44, 59, 60, 62, 91, 92, 93, 123, 124, 125: true
      default: false
      }
    }

    /// The quote that closes one with so many backslashes before it.
    private static func closing(_ text: [UInt8], _ start: Int, _ end: Int, quote: UInt8, slashes: Int) -> Int
    {
      var run = 0
      for index in start..<end {
        if text[index] == UInt8(ascii: "\\") {
          run += 1
          continue
        }
        if text[index] == quote, run <= slashes, run == slashes || run % 2 == 0 { return index - run }
        run = 0
      }
      return end
    }
  }

  private mutating func apply(
    _ use: NameContexts.Use, _ key: ArraySlice<UInt8>, _ text: [UInt8], _ pair: Pair, _ end: Int,
    into out: inout [UInt8], _ depth: Int
  ) -> Int? {
    let before = key.endIndex..<pair.start
    switch use {
    case .labels:
      out += text[before]
      if pair.start == end || (!pair.isQuoted && text[pair.start] != UInt8(ascii: "{")) {
        // YAML and `kubectl describe`: what is further in than this line.
        if pair.start == end || text[pair.start] != UInt8(ascii: "[") {
          state.labelIndent = text.firstIndex { $0 != 32 } ?? 0
        }
      } else if !pair.isQuoted {
        state.labelDepth = 0
      }
      return pair.start
    case .secret:
      return secret(text, pair, before, into: &out)
    case .subnet:
      let names = ["CidrBlock", "CIDR", "SubnetCidr", "subnetCidr"]
      if names.contains(String(decoding: key, as: UTF8.self)),
        let block = IPv4Block(String(decoding: text[pair.start..<pair.stop], as: UTF8.self))
      {
        note(subnet: block)
      }
      return nil
    case .tagKey:
      return tagKey(text, pair, before, into: &out, depth)
    case .tagValue:
      let tag = state.tagKey[...]
      state.tagKey = []
      guard !tag.isEmpty, !NameContexts.isPublicKey(tag), pair.isQuoted || !pair.isKeyQuoted else {
        return nil
      }
      out += text[before]
      var kind = NameKind.name
      if case .name(let known)? = NameContexts.use(of: tag) { kind = known }
      if tag.elementsEqual("cluster.k8s.amazonaws.com/name".utf8) { kind = .cluster }
      if case .secret? = NameContexts.use(of: tag) {
        putMasked(text[pair.start..<pair.stop], into: &out)
      } else {
        value(text, pair.start..<pair.stop, kind, isOpaque: true, into: &out, depth: depth)
      }
      return pair.stop
    case .name(let kind):
      return named(kind, key, text, pair, before, end, into: &out, depth)
    }
  }

  private mutating func named(
    _ kind: NameKind, _ key: ArraySlice<UInt8>, _ text: [UInt8], _ pair: Pair, _ before: Range<Int>,
    _ end: Int,
    into out: inout [UInt8], _ depth: Int
  ) -> Int? {
    // `node: is not ready` is a sentence; `node: worker-1` at the front of a line is YAML.
    if !pair.isQuoted, pair.isColon, pair.isSpaced {
      let front = text[..<key.startIndex].first { $0 != 32 && $0 != UInt8(ascii: "-") }
      guard front == nil else { return nil }
    }
    if pair.isQuoted == false, pair.isKeyQuoted { return nil }
    let held = text[pair.start..<pair.stop]
    let isPlainName = foldedHash(key) == Self.plainName
    if isPlainName,
      held.allSatisfy({ (65...90).contains($0) || (48...57).contains($0) || $0 == 95 })
        || Self.dimensions.contains(held)
    {
      // A variable or a dimension: its value comes next.
      state.tagKey = Array(held)
      return nil
    }
    out += text[before]
    value(
      text, pair.start..<pair.stop, kind, isOpaque: !isPlainName && pair.isQuoted, into: &out, depth: depth)
    return pair.stop
  }

  private static let plainName = foldedHash("name".utf8)
  private static let dimensions = WordSet([
    "ClusterName", "NodeName", "PodName", "Service", "AutoScalingGroupName", "vpc-id", "tag",
  ])

  private mutating func secret(
    _ text: [UInt8], _ pair: Pair, _ before: Range<Int>, into out: inout [UInt8]
  ) -> Int? {
    let held = text[pair.start..<pair.stop]
    let isWorthIt = held.count >= 4 && !isInVocabulary(held) && held.first != UInt8(ascii: "*")
    guard isWorthIt, pair.isQuoted || !pair.isKeyQuoted else { return nil }
    if !pair.isQuoted, pair.isSpaced, !held.contains(where: { (48...57).contains($0) }) { return nil }
    out += text[before]
    putMasked(held, into: &out)
    return pair.stop
  }

  private mutating func tagKey(
    _ text: [UInt8], _ pair: Pair, _ before: Range<Int>, into out: inout [UInt8], _ depth: Int
  ) -> Int? {
    guard pair.isQuoted else { return nil }
    let tag = text[pair.start..<pair.stop]
    state.tagKey = Array(tag)
    out += text[before]
    if NameContexts.isPublicKey(tag) || NameContexts.commonLabels.contains(tag) || tag.contains(58)
      || tag.contains(47)
    {
      _ = scan(text, pair.start..<pair.stop, into: &out, depth: depth + 1)
    } else {
      value(text, pair.start..<pair.stop, .name, isOpaque: true, into: &out, depth: depth)
    }
    return pair.stop
  }

  // MARK: slashes and blanks

  private mutating func behindSlash(
    _ text: [UInt8], _ word: ArraySlice<UInt8>, _ slash: Int, _ end: Int, into out: inout [UInt8],
    _ depth: Int
  ) -> Int? {
    let last = word.lastIndex(of: 46).map { word[($0 + 1)...] } ?? word
    let isBalancer =
      text[..<word.startIndex].suffix(4).elementsEqual("ELB ".utf8) && word.count == 3
    guard let kind = isBalancer ? NameKind.name : NameContexts.kind(beforeSlash: last) else {
      return qualified(text, word, slash, end, into: &out, depth)
    }
    let name = text[(slash + 1)..<end].prefix { isWord($0) || "-._".utf8.contains($0) }
    let stop = (name.lastIndex(where: isWord) ?? slash) + 1
    guard stop > slash + 1, !text[slash..<stop].suffix(3).elementsEqual(".go".utf8) else { return nil }
    out.append(text[slash])
    value(text, (slash + 1)..<stop, kind, isOpaque: isBalancer, into: &out, depth: depth)
    return stop
  }

  /// `shop/web-6d4b75cb6d-x2x9k`: the first word is a namespace, since the second is a pod's. The word is written
  /// already; what surveying learns here is used everywhere.
  private mutating func qualified(
    _ text: [UInt8], _ word: ArraySlice<UInt8>, _ slash: Int, _ end: Int, into out: inout [UInt8],
    _ depth: Int
  ) -> Int? {
    guard plan == nil else { return nil }
    let name = text[(slash + 1)..<end].prefix { isWord($0) || $0 == 45 }
    let parts = name.split(separator: 45)
    guard parts.count >= 3, let tail = parts.last, tail.count == 5, tail.allSatisfy(Self.isOfHash),
      parts[parts.count - 2].contains(where: { (48...57).contains($0) }), word.count >= 2,
      !KnownWords.system.contains(word), !word.contains(46)
    else { return nil }
    note(word, .namespace)
    return nil
  }

  private mutating func behindSpace(
    _ text: [UInt8], _ word: ArraySlice<UInt8>, _ stop: Int, _ end: Int, into out: inout [UInt8], _ depth: Int
  ) -> Int? {
    guard text[stop] == 32, word.count <= 16 else { return nil }
    // Most words say nothing of the next: their length tells.
    let isFlag = word.startIndex > 0 && text[word.startIndex - 1] == 45
    if word.count == 3 || isFlag, let named = serviceName(text, word, stop, end, into: &out, depth) {
      return named
    }
    if word.count == 8, word.elementsEqual("assigned".utf8) {
      return assigned(text, stop, end, into: &out, depth)
    }
    guard let kind = NameContexts.kind(beforeWord: word) else { return nil }
    var at = stop + 1
    var slashes = 0
    while at < end, text[at] == UInt8(ascii: "\\") {
      slashes += 1
      at += 1
    }
    if at < end, text[at] == UInt8(ascii: "\"") || text[at] == UInt8(ascii: "'") {
      let quote = text[at]
      let name = text[(at + 1)..<end].prefix { isWord($0) || "-._/()".utf8.contains($0) }
      guard !name.isEmpty, name.endIndex < end,
        text[name.endIndex] == quote || text[name.endIndex] == UInt8(ascii: "\\")
      else { return nil }
      out += text[stop...at]
      value(text, name.startIndex..<name.endIndex, kind, isOpaque: true, into: &out, depth: depth)
      return name.endIndex
    }
    guard slashes == 0 else { return nil }
    let name = text[at..<end].prefix { isWord($0) || "-._/".utf8.contains($0) }
    let last = (name.lastIndex(where: isWord) ?? at - 1) + 1
    let bare = text[at..<max(at, last)]
    let isDistinct = bare.contains { (48...57).contains($0) || $0 == 45 || $0 == 47 }
    guard isDistinct, bare.count >= 3, bare.first.map({ (97...122).contains($0) }) == true,
      bare.allSatisfy({ !(65...90).contains($0) })
    else { return nil }
    out += text[stop..<at]
    value(text, at..<bare.endIndex, kind, isOpaque: false, into: &out, depth: depth)
    return bare.endIndex
  }

  /// `ELB my-balancer`, `Amazon EKS my-cluster`, `--cluster-name my-cluster`, `-n my-namespace`.
  private mutating func serviceName(
    _ text: [UInt8], _ word: ArraySlice<UInt8>, _ stop: Int, _ end: Int, into out: inout [UInt8], _ depth: Int
  ) -> Int? {
    let name = text[(stop + 1)..<end].prefix { isWord($0) || "-._".utf8.contains($0) }
    let last = (name.lastIndex(where: isWord) ?? stop) + 1
    guard last > stop + 1 else { return nil }
    let kind: NameKind
    if word.elementsEqual("ELB".utf8), last == end || text[last] != 47 {
      kind = .name
    } else if word.elementsEqual("EKS".utf8),
      text[..<word.startIndex].suffix(7).elementsEqual("Amazon ".utf8),
      last == end || text[last] == UInt8(ascii: "\"") || text[last] == UInt8(ascii: "\\")
    {
      kind = .cluster
    } else if word.startIndex > 0, text[word.startIndex - 1] == 45, let flag = NameContexts.kind(ofFlag: word)
    {
      kind = flag
    } else {
      return nil
    }
    out.append(32)
    value(text, (stop + 1)..<last, kind, isOpaque: true, into: &out, depth: depth)
    return last
  }

  /// `Successfully assigned shop/web-… to ip-10-0-1-23.ec2.internal`.
  private mutating func assigned(
    _ text: [UInt8], _ stop: Int, _ end: Int, into out: inout [UInt8], _ depth: Int
  ) -> Int? {
    let pod = text[(stop + 1)..<end].prefix { isWord($0) || "-._/".utf8.contains($0) }
    let to = Array(" to ".utf8)
    guard pod.contains(47), text[pod.endIndex..<end].starts(with: to) else { return nil }
    let from = pod.endIndex + to.count
    let node = text[from..<end].prefix { isWord($0) || "-.".utf8.contains($0) }
    let last = (node.lastIndex(where: isWord) ?? from - 1) + 1
    out += text[stop...stop]
    value(text, pod.startIndex..<pod.endIndex, .pod, isOpaque: true, into: &out, depth: depth)
    out += to
    value(text, from..<max(from, last), .node, isOpaque: true, into: &out, depth: depth)
    return max(from, last)
  }
}
