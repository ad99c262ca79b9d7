import Evidence

/// Objects and arrays at the top of an input.
extension DocumentWalk {
  /// What was found in an object besides the lists that were read on the way.
  private struct Members {
    var rest = JSONObject()
    var seen: Set<String> = []
    var left = DocumentWalk.recordLimit
    var isWhole = true
    /// Nothing but page keys so far: a list key is that of an answer, not a member of a record.
    var isPage = true
    /// An element of `Reservations`: whatever stands beside its instances, they are a list.
    let isReservation: Bool
    var hadList = false
    var continues = false
  }

  /// An object whose brace is taken. `isPage` is false for the elements of `Reservations`.
  mutating func object(line: Int, byte: Int, endsPage: Bool = true) throws(DocumentError) {
    var members = Members(isReservation: !endsPage)
    let omissions = reader.omissions
    loop: while true {
      switch try reader.next() {
      case .endObject: break loop
      case .key: try member(&members)
      default: break loop
      }
    }
    if members.hadList {
      if members.rest["kind"] != nil || members.rest["apiVersion"] != nil { count(.kubernetes, 0) }
      if endsPage { closeLists(continues: members.continues) }
    } else if endsPage || !members.isPage {
      continues = members.continues
      classify(
        members.rest, isWhole: members.isWhole, omitted: reader.omissions > omissions, line: line,
        byte: byte)
    }
  }

  private mutating func member(_ members: inout Members) throws(DocumentError) {
    let key = reader.text
    let (line, byte) = (reader.line, reader.byte)
    let first = try reader.next()
    if members.seen.count < 10_000, !members.seen.insert(key).inserted {
      reader.note(.duplicateKey(key))
      return try reader.skip(from: first)
    }
    if members.isPage, try list(key, first, line, byte, &members) { return }
    if key == "NextToken" || key == "nextToken" {
      let token = try reader.value(from: first, limit: 65_536)
      members.continues = token.map { !$0.isNull && $0.string != "" } ?? true
      return
    }
    members.isPage = members.isPage && (members.isReservation || AWSDocument.pageKeys.contains(key))
    // One complaint for an object that is too large, not one for each of its members.
    guard members.isWhole else { return try reader.skip(from: first) }
    guard let value = try reader.value(from: first, limit: max(members.left, 0)) else {
      members.isWhole = false
      return tellTooLarge(line, byte)
    }
    members.left -= reader.costOfValue + key.utf8.count + 64
    members.rest.append(key, value)
  }

  /// Reads the list under `key` element by element; false when the key names none.
  private mutating func list(
    _ key: String, _ first: JSONReader.Token, _ line: Int, _ byte: Int, _ members: inout Members
  ) throws(DocumentError) -> Bool {
    let isKubernetes = members.rest["kind"] != nil || members.rest["apiVersion"] != nil
    switch key {
    case "items" where first == .beginArray:
      try items(of: members.rest["kind"]?.string)
    case _ where isKubernetes: return false
    case "Reservations", "reservations":
      opened(.describeInstances, line, byte)
      count(.describeInstances, 0)
      try elements(first, key, .describeInstances) {
        walk, token, line, byte throws(DocumentError) in
        guard token == .beginObject else {
          walk.problem(line, byte, "an element of \(key) is no object; skipped, the rest was read")
          return false
        }
        try walk.object(line: line, byte: byte, endsPage: false)
        return true
      }
    case "events" where first == .beginArray, "results" where first == .beginArray:
      try logPage(key)
    case _ where AWSDocument.metricKeys.contains(key):
      count(.cloudWatchMetrics)
      try reader.skip(from: first)
    case _ where AWSDocument.silentKeys.contains(key):
      count(.awsDocument)
      try reader.skip(from: first)
    default:
      guard let list = AWSList.byKey[key] else { return false }
      opened(list.kind, line, byte)
      count(list.kind, 0)
      try elements(first, key, list.kind) { walk, token, line, byte throws(DocumentError) in
        guard
          let value = try walk.reader.value(
            from: token, limit: Self.recordLimit, keeping: list.keys)
        else {
          walk.tellTooLarge(line, byte)
          return false
        }
        return walk.record(value, of: list, path: "\(key)[\(walk.reader.elementIndex)]", line, byte)
      }
    }
    members.hadList = true
    return true
  }

  /// A list that came behind members nobody expects there, and is in memory therefore. False when there is none.
  mutating func lateLists(_ members: JSONObject, omitted: Bool, _ line: Int, _ byte: Int) -> Bool {
    var found = false
    for pair in members.pairs {
      guard let list = AWSList.byKey[pair.key], let elements = pair.value.array else { continue }
      found = true
      opened(list.kind, line, byte)
      count(list.kind, 0)
      for (index, value) in elements.enumerated() {
        guard !record(value, of: list, path: "\(pair.key)[\(index)]", line, byte) else { continue }
        open[list.kind]?.isWhole = false
        summary.skippedRecords += 1
      }
    }
    if found { closeLists(continues: continues, isBroken: omitted) }
    return found
  }

  /// The elements of a list, one by one. `read` returns false for one it could not use.
  private mutating func elements(
    _ first: JSONReader.Token, _ key: String, _ kind: InputKind,
    _ read: (inout DocumentWalk, JSONReader.Token, Int, Int) throws(DocumentError) -> Bool
  ) throws(DocumentError) {
    guard first == .beginArray else {
      if first == .null { return }
      open[kind]?.isWhole = false
      problem(reader.line, reader.byte, "\(key) is no list; skipped, the rest was read")
      summary.skippedRecords += 1
      return try reader.skip(from: first)
    }
    let depth = reader.depth
    let omissions = reader.omissions
    defer { if reader.omissions > omissions { open[kind]?.isWhole = false } }
    while true {
      if kind == .describeInterfaces { plainInterfaces() }
      let token = try reader.next()
      if token == .endArray, reader.depth < depth { return }
      let (line, byte) = (reader.line, max(reader.byte &- 1, 0))
      mark(line, byte)
      guard try !read(&self, token, line, byte) else { continue }
      open[kind]?.isWhole = false
      summary.skippedRecords += 1
      try reader.skip(toDepth: depth)
    }
  }

  mutating func tellTooLarge(_ line: Int, _ byte: Int) {
    problem(
      line, byte, DocumentError.Reason.tooLarge(limit: Self.recordLimit).text(at: reader.path))
  }

  /// The items of a Kubernetes List. Items of a typed list (`PodList`) carry no kind of their own.
  private mutating func items(of listKind: String?) throws(DocumentError) {
    let depth = reader.depth
    while true {
      let token = try reader.next()
      if token == .endArray, reader.depth < depth { return }
      let (line, byte) = (reader.line, max(reader.byte &- 1, 0))
      mark(line, byte)
      guard
        let value = try reader.value(
          from: token, limit: Self.recordLimit, keeping: KubernetesDocument.silentKeys)
      else {
        tellTooLarge(line, byte)
        summary.skippedRecords += 1
        continue
      }
      kubernetes(value, listKind: listKind, line, byte)
    }
  }

  mutating func kubernetes(_ value: JSONValue, listKind: String?, _ line: Int, _ byte: Int) {
    let isEvent = value["kind"]?.string == "Event" || listKind == "EventList"
    count(isEvent ? .events : .kubernetes)
    var stated = 0
    let emit = emit
    let found = KubernetesDocument.read(value, line: line, byte: byte, listKind: listKind) {
      stated += 1
      emit($0, $1, $2)
    }
    summary.statements += stated
    problems(found, line, byte)
  }

  /// `events[]` of CloudWatch Logs or `results[]` of Insights: each becomes a line for the log formats.
  private mutating func logPage(_ key: String) throws(DocumentError) {
    let depth = reader.depth
    while true {
      let token = try reader.next()
      if token == .endArray, reader.depth < depth { return }
      let (line, byte) = (reader.line, max(reader.byte &- 1, 0))
      guard let value = try reader.value(from: token, limit: Self.recordLimit) else {
        tellTooLarge(line, byte)
        continue
      }
      let page = JSONValue.object(JSONObject([.init(key: key, value: .array([value]))]))
      text(page.compactBytes, line, byte)
    }
  }

  // MARK: Arrays

  /// An array whose bracket is taken: documents, records, or the rows and numbers of a projection.
  mutating func array(depth: Int, line: Int, byte: Int) throws(DocumentError) {
    var scalars: [(value: JSONValue, line: Int, byte: Int)] = []
    var isMixed = false
    while true {
      let token = try reader.next()
      let (line, byte) = (reader.line, max(reader.byte &- 1, 0))
      switch token {
      case .endArray:
        if !isMixed { row(scalars, depth: depth) }
        return
      case .beginObject:
        isMixed = true
        mark(line, byte)
        try object(line: line, byte: byte)
      case .beginArray where depth < 4:
        isMixed = true
        try array(depth: depth + 1, line: line, byte: byte)
      case .beginArray:
        isMixed = true
        try reader.skip(from: token)
      default:
        // Scalars are short, a hundred thousand of them are no projection.
        guard let value = try reader.value(from: token, limit: 4_096), scalars.count < 100_000
        else {
          isMixed = true
          continue
        }
        scalars.append((value, line, byte))
      }
    }
  }

  /// `[37, 112]` at the top, `[3, 10]` and `["subnet-0a", 3]` inside: nothing but scalars.
  private mutating func row(_ scalars: [(value: JSONValue, line: Int, byte: Int)], depth: Int) {
    count(.awsProjection, 0)
    guard let first = scalars.first else { return }
    if depth > 0 {
      let fields = scalars.map { JSONObject.Pair(key: "", value: $0.value) }
      guard let statement = Projection(fields).statement() else { return }
      count(.awsProjection)
      return state(completed(statement), first.line, first.byte)
    }
    let numbers = scalars.compactMap { $0.value.isNumber ? $0.value.int : nil }
    guard numbers.count == scalars.count else { return }
    for (number, scalar) in zip(numbers, scalars) where number >= 0 {
      count(.awsProjection)
      let bare = Statement.bareAvailable(number)
      state(numbers.count == 1 ? completed(bare) : bare, scalar.line, scalar.byte)
    }
  }
}

extension JSONValue {
  var isNumber: Bool {
    if case .number = self { true } else { false }
  }
}
