import Evidence
import VPCModel

/// What a complete object or record says, by its keys and its values' shapes.
extension DocumentWalk {
  /// One element of an AWS list. False when it was skipped.
  mutating func record(_ value: JSONValue, of list: AWSList, path: String, _ line: Int, _ byte: Int) -> Bool {
    do throws(RecordError) {
      let reading = try AWSDocument.read(list, Record(value, path: path))
      if !reading.isWhole { open[list.kind]?.isWhole = false }
      for statement in reading.statements { state(statement, line, byte) }
      open[list.kind]?.count += 1
      count(list.kind)
      return true
    } catch {
      problem(line, byte, error.text)
      return false
    }
  }

  /// Elements of `NetworkInterfaces` as long as they are as EC2 writes them.
  mutating func plainInterfaces() {
    var taken = 0
    while let (line, byte) = reader.interface(with: &scan) {
      taken += 1
      mark(line, byte, isTaken: true)
      if !scan.isWhole { open[.describeInterfaces]?.isWhole = false }
      summary.statements += 1
      if let interfaces {
        interfaces(scan.draft, reader.feed.buffer.span, line, byte)
      } else {
        emit(.interface(NetworkInterface(scan.draft, of: reader.feed.buffer.span)), line, byte)
      }
    }
    guard taken > 0 else { return }
    open[.describeInterfaces]?.count += taken
    count(.describeInterfaces, taken)
  }

  /// An object that is no page of a list. `isWhole` is false when a member was too large to be kept,
  /// `omitted` is true when `...` stood for something in it.
  mutating func classify(_ members: JSONObject, isWhole: Bool, omitted: Bool, line: Int, byte: Int) {
    let value = JSONValue.object(members)
    if isOwnReport(value) { return count(.ownReport) }
    guard isWhole else {
      summary.skippedRecords += 1
      return count(.unknown)
    }
    if KubernetesDocument.isOne(value) { return kubernetes(value, listKind: nil, line, byte) }
    if let kind = NodeDocument.kind(of: value) {
      // Shortened by hand it would pass for a whole datastore; as text it is read for what it is.
      if kind == .introspection, omitted { return handBack() }
      return node(value, kind, line, byte)
    }
    // `docker inspect` answers with a list; its elements arrive here one by one.
    let alone = JSONValue.array([value])
    if let kind = NodeDocument.kind(of: alone) { return node(alone, kind, line, byte) }
    if amazon(Record(members), omitted: omitted, line, byte) { return }
    if isLogRecord(value) {
      summary.textLines += 1
      hasOtherText = true
      return text(value.compactBytes, line, byte)
    }
    if let statement = Projection(members.pairs).statement() {
      count(.awsProjection)
      return state(statement, line, byte)
    }
    count(.unknown)
    // Nobody's document may still quote an error; a line reader can look into it.
    if !members.isEmpty {
      hasOtherText = true
      text(value.compactBytes, line, byte)
    }
  }

  private mutating func node(_ value: JSONValue, _ kind: InputKind, _ line: Int, _ byte: Int) {
    count(kind)
    var stated = 0
    let emit = emit
    let found = NodeDocument.read(value, kind: kind, time: time, line: line, byte: byte) {
      stated += 1
      emit($0, $1, $2)
    }
    summary.statements += stated
    problems(found, line, byte)
  }

  /// Single objects of AWS, and records without the list they were taken from.
  private mutating func amazon(_ record: Record, omitted: Bool, _ line: Int, _ byte: Int) -> Bool {
    do throws(RecordError) {
      if let quota = try record.field("Quota").map({ value throws(RecordError) in
        try Record(value, path: "Quota")
      }) {
        count(.quotas)
        state(.quota(try quota.quota()), line, byte)
      } else if record.has("addonVersion") && record.has("configurationSchema") {
        count(.awsDocument)
      } else if let addon = record.field("addon")?.object {
        count(.awsDocument)
        if let configuration = try AddonRecord.configuration(Record(addon, path: "addon")) {
          state(.configuration(configuration), line, byte)
        }
      } else if let cluster = record.field("cluster"), cluster.object != nil {
        count(.awsDocument)
        if cluster["computeConfig", "enabled"]?.bool == true { state(.platform(.autoMode), line, byte) }
      } else if record.has("UserId") && record.has("Arn") && record.has("Account") {
        count(.awsDocument)
      } else if let list = AWSDocument.list(of: record) {
        let kind = list == .securityGroups || list == .cloudTrail ? list.kind : .awsProjection
        count(kind)
        let reading = try AWSDocument.read(list, record)
        for statement in reading.statements { state(statement, line, byte) }
        // Told once, at the end: what an interface holds is not in it.
        if list == .interfaces, !reading.isWhole {
          pending[.describeInterfaces, default: Run(line: line, byte: byte)].isWhole = false
        }
      } else {
        return lateLists(record.members, omitted: omitted, line, byte)
      }
    } catch {
      problem(line, byte, error.text)
      summary.skippedRecords += 1
    }
    return true
  }

  /// Our own JSON: reading it again would take conclusions for evidence.
  private func isOwnReport(_ value: JSONValue) -> Bool {
    if value["tool", "name"]?.string == "ipamtriage" { return true }
    return value["schemaVersion"] != nil
      && ["subnets", "instanceTypes", "nodes", "diagnosis", "proofs"].contains { value[$0] != nil }
  }

  /// A line of a log, perhaps pretty-printed over several: the log formats read it.
  private func isLogRecord(_ value: JSONValue) -> Bool {
    ["msg", "log", "message", "MESSAGE", "@message", "Message"].contains { value[$0] != nil }
  }
}
