import Documents
import Evidence
import Triage
import VPCModel

// Nodes, subnets, series, moments and inputs of a saved report.

extension NodeReport {
  init(_ fields: SavedFields) throws(SavedReportError) {
    let pool = try fields.objectIfAny("pool")
    let limits = try fields.objectIfAny("limits")
    self.init(
      id: try fields.text("id"), name: try fields.textIfAny("name"),
      instanceType: try fields.textIfAny("instanceType"), zone: try fields.textIfAny("zone"),
      cniVersion: try fields.textIfAny("cniVersion"), mode: try fields.textIfAny("mode"),
      isCustomNetworking: try fields.truthIfAny("customNetworking"), settings: try Self.settings(fields),
      enis: try pool?.numberIfAny("enis"), eniLimit: try limits?.numberIfAny("enis"),
      slotsUsed: try limits?.numberIfAny("slotsUsed"), slots: try limits?.numberIfAny("slots"),
      poolTotal: try pool?.numberIfAny("total"), poolAssigned: try pool?.numberIfAny("assigned"),
      poolCooling: try pool?.numberIfAny("cooling"), maxPods: try limits?.numberIfAny("maxPods"),
      refusals: try fields.numberIfAny("refusals"), assignments: try fields.numberIfAny("assignments"))
  }

  /// Numbers and booleans as the texts they were.
  private static func settings(_ fields: SavedFields) throws(SavedReportError) -> [String: String] {
    var settings: [String: String] = [:]
    guard let given = try fields.objectIfAny("settings") else { return [:] }
    for pair in given.value.objectPairs ?? [] {
      switch pair.value {
      case .string(let text), .number(let text): settings[pair.key] = text
      case .bool(let truth): settings[pair.key] = truth ? "true" : "false"
      default:
        let found = pair.value.typeName
        throw given.source.below(pair.key).error(.wrongType(wanted: "a setting", found: found))
      }
    }
    return settings
  }
}

extension SubnetLedger {
  init(_ fields: SavedFields) throws(SavedReportError) {
    var record = Record(subnet: SubnetID(try fields.text("id")))
    record.zone = try fields.textIfAny("zone")
    if let cidr = try fields.textIfAny("cidr") {
      record.cidr = IPv4Block(cidr)
      if record.cidr == nil { throw fields.source.below("cidr").error(.outOfRange("\"\(cidr)\"")) }
    }
    record.isIPv6Only = try fields.truthIfAny("ipv6Only") ?? false
    record.size = try fields.numberIfAny("size")
    record.reserved = try fields.numberIfAny("reserved")
    record.owners = try Self.owners(fields)
    record.free = try fields.numberIfAny("free")
    record.freeAligned28 = try fields.numberIfAny("freeAligned28")
    record.freeAligned28Unreserved = try fields.numberIfAny("freeAligned28Unreserved")
    record.largestFreeRun = try fields.numberIfAny("largestFreeRun")
    record.available = try fields.numberIfAny("available")
    record.residual = try fields.numberIfAny("residual")
    for part in try fields.objects("explained") {
      record.explained.append(
        Explanation(recorded: try part.text("what"), addresses: try part.number("addresses")))
    }
    record.verdict = try fields.choice("verdict", Verdict.allCases)
    record.isComplete = try fields.truthIfAny("complete") ?? false
    record.prefixModeInUse = try fields.truthIfAny("prefixModeInUse")
    record.problems = try fields.texts("problems")
    record.runs = try Self.runs(fields)
    self.init(record)
    forecast = try fields.objectIfAny("forecast").map { given throws(SavedReportError) in
      try SubnetForecast(given)
    }
  }

  /// nil when the addresses were not counted, which leaves every owner null.
  private static func owners(_ fields: SavedFields) throws(SavedReportError) -> OwnerCounts? {
    guard let given = try fields.objectIfAny("owners") else { return nil }
    var counts: [OwnerClass: Int] = [:]
    for owner in OwnerClass.owners { counts[owner] = try given.numberIfAny(owner.name) }
    return counts.isEmpty ? nil : OwnerCounts(recorded: counts)
  }

  private static func runs(_ fields: SavedFields) throws(SavedReportError) -> [AddressMap.Run]? {
    guard fields.has("map") else { return nil }
    var runs: [AddressMap.Run] = []
    for (value, source) in try fields.list("map") {
      guard let pair = value.array, pair.count == 2, let name = pair[0].string else {
        throw source.error(.wrongType(wanted: "a pair of class and count", found: value.typeName))
      }
      guard let owner = OwnerClass(name: name) else {
        throw source.error(.notOneOf(name, OwnerClass.allCases.map(\.name)))
      }
      runs.append(AddressMap.Run(owner: owner, count: try source.number(pair[1])))
    }
    return runs
  }
}

extension SeriesReport {
  init(_ fields: SavedFields) throws(SavedReportError) {
    var values: [Int?] = []
    for (value, source) in try fields.list("values") {
      values.append(value.isNull ? nil : try source.number(value))
    }
    self.init(
      node: try fields.text("node"), name: try fields.text("name"), unit: try fields.text("unit"),
      from: try fields.time("from"), bucketSeconds: try fields.number("bucketSeconds"), values: values)
  }
}

extension TimelineEntry {
  init(_ fields: SavedFields) throws(SavedReportError) {
    self.init(
      time: try fields.time("time"), node: try fields.textIfAny("node"), event: try fields.text("event"))
  }
}

extension GapReport {
  init(_ fields: SavedFields) throws(SavedReportError) {
    self.init(
      node: try fields.text("node"), from: try fields.time("from"), to: try fields.time("to"),
      reason: try fields.text("reason"))
  }
}

extension InputReport {
  init(_ fields: SavedFields) throws(SavedReportError) {
    var record = InputRecord(name: try fields.text("name"))
    record.kind = try fields.choice("kind", InputKind.allCases)
    record.bytes = try fields.number("bytes")
    record.lines = try fields.number("lines")
    record.recognised = try fields.number("recognised")
    for problem in try fields.objects("problems") {
      record.problems.insert(
        InputProblem(
          line: try problem.numberIfAny("line"), byte: try problem.numberIfAny("byte"),
          try problem.text("text")))
    }
    record.duplicateOf = try fields.textIfAny("duplicateOf")
    self.init(id: try fields.text("id"), record: record, node: try fields.textIfAny("node"))
  }
}

extension SubnetForecast {
  init(_ fields: SavedFields) throws(SavedReportError) {
    self.init(try fields.choice("state", State.allCases), because: try fields.text("because"))
    source = try fields.textIfAny("source").flatMap { Source(rawValue: $0) }
    from = try fields.timeIfAny("from")
    to = try fields.timeIfAny("to")
    points = try fields.numberIfAny("points") ?? 0
    perHour = try fields.decimalIfAny("perHour")
    perHourLow = try fields.decimalIfAny("perHourLow")
    perHourHigh = try fields.decimalIfAny("perHourHigh")
    at = try fields.timeIfAny("at")
    earliest = try fields.timeIfAny("earliest")
    latest = try fields.timeIfAny("latest")
  }
}
