import Evidence
import Triage
import VPCModel

/// JSON Schema (2020-12) of the report, for `ipamtriage schema`.
///
/// It allows what it does not name: additions inside a major version must not break a reader.
package enum ReportSchema {
  package static var text: String { JSONText.pretty(schema) }

  private static var schema: JSONNode {
    .object(
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("title", .string("ipamtriage report \(schemaVersion)")),
        (
          "description",
          .string(
            "Why pods got no address, as `ipamtriage analyze --format json` says it. Not known is null, never 0. "
              + "What `batch` and `merge --fleet` say is $defs/fleet."
          )
        ),
      ] + members(of: report) + [("$defs", .object(definitions.map { ($0.0, .object(members(of: $0.1))) }))])
  }

  /// A small language for the shapes that a report has.
  indirect enum Shape: Sendable {
    case text, integer, number, rate, truth, time
    case choice([String])
    case nullable(Shape)
    case list(Shape)
    case object([(String, Shape)], optional: Set<String> = [])
    /// Keys that the user's settings name.
    case dictionary
    /// The same, and null takes a setting away.
    case change
    case run
    /// The schema itself.
    case whole
    case reference(String)
  }

  private static func members(of shape: Shape) -> [(String, JSONNode)] {
    switch shape {
    case .text: return [("type", .string("string"))]
    case .integer: return [("type", .string("integer"))]
    case .number: return [("type", .string("number")), ("minimum", .integer(0)), ("maximum", .integer(1))]
    case .rate: return [("type", .string("number")), ("minimum", .integer(0))]
    case .truth: return [("type", .string("boolean"))]
    case .time:
      return [
        ("type", .string("string")),
        ("pattern", .string("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$")),
      ]
    case .choice(let names): return [("enum", .row(names.map { .string($0) }))]
    case .nullable(let inner):
      return [("anyOf", .array([.object(members(of: inner)), .object([("type", .string("null"))])]))]
    case .list(let inner): return [("type", .string("array")), ("items", .object(members(of: inner)))]
    case .object(let properties, let optional):
      return [
        ("type", .string("object")),
        ("required", .row(properties.map(\.0).filter { !optional.contains($0) }.map { .string($0) })),
        ("properties", .object(properties.map { ($0.0, .object(members(of: $0.1))) })),
      ]
    case .dictionary:
      let types: [JSONNode] = ["integer", "boolean", "string"].map { .string($0) }
      return [("type", .string("object")), ("additionalProperties", .object([("type", .row(types))]))]
    case .change:
      let types: [JSONNode] = ["string", "null"].map { .string($0) }
      return [("type", .string("object")), ("additionalProperties", .object([("type", .row(types))]))]
    case .whole: return [("$ref", .string("#"))]
    case .run:
      let owner = Shape.choice(OwnerClass.allCases.map(\.name))
      return [
        ("type", .string("array")), ("minItems", .integer(2)), ("maxItems", .integer(2)),
        ("prefixItems", .array([.object(members(of: owner)), .object(members(of: .integer))])),
      ]
    case .reference(let name): return [("$ref", .string("#/$defs/\(name)"))]
    }
  }
}

// MARK: - The report

extension ReportSchema {
  static let ids = Shape.list(.text)

  private static var report: Shape {
    .object(
      [
        ("schemaVersion", .text),
        ("tool", .object([("name", .text), ("version", .text), ("playbooksDigest", .text)])),
        (
          "status",
          .choice(["cause-found", "undecided", "insufficient-evidence", "healthy", "not-ip-problem"])
        ),
        ("exitCode", .integer), ("referenceTime", .nullable(.time)),
        ("window", .nullable(.object([("from", .nullable(.time)), ("to", .nullable(.time))]))),
        (
          "diagnosis",
          .object([
            ("primary", .reference("finding")), ("contributing", .list(.reference("contribution"))),
            ("alternatives", .list(.reference("alternative"))),
            ("excluded", .list(.object([("id", .text), ("because", .text), ("evidence", ids)]))),
          ])
        ),
        ("steps", .list(.reference("step"))), ("evidence", .list(.reference("evidence"))),
        ("remedies", .list(.reference("remedy"))), ("nodes", .list(.reference("node"))),
        ("subnets", .list(.reference("subnet"))),
        (
          "series",
          .list(
            .object([
              ("node", .text), ("name", .text), ("unit", .text), ("from", .time), ("bucketSeconds", .integer),
              ("values", .list(.nullable(.integer))),
            ]))
        ),
        ("timeline", .list(.object([("time", .time), ("node", .nullable(.text)), ("event", .text)]))),
        (
          "unclassified",
          .list(
            .object(
              [("template", .text), ("count", .integer), ("countIsEstimate", .truth), ("example", .text)],
              optional: ["countIsEstimate"]))
        ),
        ("noise", .list(.object([("text", .text), ("count", .integer)]))),
        ("inputs", .list(.reference("input"))),
        ("gaps", .list(.object([("node", .text), ("from", .time), ("to", .time), ("reason", .text)]))),
        ("notes", .list(.text)), ("partial", .truth), ("redaction", .object([("mode", .text)])),
        ("moreInputs", .object([("inputs", .integer), ("lines", .integer)])),
      ], optional: ["moreInputs"])
  }

  private static var definitions: [(String, Shape)] {
    [
      ("finding", .object(finding, optional: ["countIsEstimate"])),
      (
        "contribution",
        .object(
          finding + [("share", .nullable(.object([("addresses", .integer), ("of", .integer)])))],
          optional: ["countIsEstimate"])
      ),
      (
        "alternative",
        .object([
          ("id", .text), ("title", .text), ("basis", basis), ("confidence", .number), ("because", .text),
          ("evidence", ids), ("against", ids), ("decide", .text),
        ])
      ),
      (
        "step",
        .object([
          ("step", .integer), ("title", .text),
          (
            "outcome",
            .choice(["ruled-out", "cause", "supports", "contributing", "no-evidence", "not-applicable"])
          ), ("because", .text), ("evidence", ids), ("next", .nullable(.text)),
        ])
      ),
      (
        "evidence",
        .object(
          [
            ("id", .text), ("input", .nullable(.text)), ("line", .integer), ("byte", .integer),
            ("time", .nullable(.time)), ("pattern", .nullable(.text)), ("node", .nullable(.text)),
            ("text", .text),
            ("of", .integer),
          ], optional: ["of"])
      ),
      (
        "remedy",
        .object([
          ("order", .integer), ("title", .text), ("for", .text), ("commands", .list(.text)),
          (
            "effect",
            .object([
              ("addresses", .nullable(.integer)), ("freeBlocks", .nullable(.integer)), ("text", .text),
            ])
          ), ("risk", .text), ("precondition", .text), ("verify", .text), ("rollback", .text),
        ])
      ), ("node", node), ("subnet", subnet), ("input", input), ("fleet", fleet),
    ]
  }

  private static let basis = Shape.choice(Basis.allCases.map(\.rawValue))

  private static var finding: [(String, Shape)] {
    [
      ("id", .text), ("title", .text), ("basis", .nullable(basis)), ("confidence", .number),
      ("severity", .choice(["error", "warning", "note"])),
      ("state", .nullable(.choice(["active", "recovered", "latent"]))), ("step", .nullable(.integer)),
      ("because", .text),
      (
        "scope",
        .object([
          ("nodes", ids), ("subnets", ids), ("subnetRole", .nullable(.text)), ("enis", ids), ("pods", ids),
          ("zones", ids),
        ])
      ), ("first", .nullable(.time)), ("last", .nullable(.time)), ("count", .nullable(.integer)),
      ("countIsEstimate", .truth), ("transient", .truth), ("evidence", ids), ("against", ids),
      ("missing", .list(.object([("what", .text), ("command", .text)]))), ("fingerprint", .text),
    ]
  }

  private static var node: Shape {
    let count = Shape.nullable(.integer)
    return .object([
      ("id", .text), ("name", .nullable(.text)), ("instanceType", .nullable(.text)),
      ("zone", .nullable(.text)),
      ("cniVersion", .nullable(.text)), ("mode", .nullable(.text)), ("customNetworking", .nullable(.truth)),
      ("settings", .dictionary),
      ("pool", .object([("enis", count), ("total", count), ("assigned", count), ("cooling", count)])),
      ("limits", .object([("enis", count), ("slots", count), ("slotsUsed", count), ("maxPods", count)])),
      ("refusals", count), ("assignments", count),
    ])
  }

  private static var subnet: Shape {
    let count = Shape.nullable(.integer)
    return .object(
      [
        ("id", .text), ("cidr", .nullable(.text)), ("zone", .nullable(.text)), ("size", count),
        ("reserved", count),
        ("owners", .object(OwnerClass.owners.map { ($0.name, count) })), ("free", count),
        ("freeAligned28", count),
        ("freeAligned28Unreserved", count), ("largestFreeRun", count), ("available", count),
        ("residual", count),
        ("explained", .list(.object([("what", .text), ("addresses", .integer)]))),
        ("map", .nullable(.list(.run))),
        ("verdict", .choice(SubnetLedger.Verdict.allCases.map(\.rawValue))), ("complete", .truth),
        ("prefixModeInUse", .nullable(.truth)), ("problems", .list(.text)), ("ipv6Only", .truth),
        ("forecast", .nullable(forecast)),
      ], optional: ["ipv6Only", "forecast"])
  }

  static var forecast: Shape {
    let time = Shape.nullable(.time)
    let rate = Shape.nullable(.rate)
    return .object([
      ("state", .choice(SubnetForecast.State.allCases.map(\.rawValue))), ("source", .nullable(.text)),
      ("from", time), ("to", time), ("points", .integer), ("perHour", rate), ("perHourLow", rate),
      ("perHourHigh", rate), ("at", time), ("earliest", time), ("latest", time), ("because", .text),
    ])
  }

  private static var input: Shape {
    .object(
      [
        ("id", .text), ("name", .text), ("kind", .choice(InputKind.allCases.map(\.rawValue))),
        ("bytes", .integer),
        ("lines", .integer), ("recognised", .integer), ("node", .nullable(.text)),
        (
          "problems",
          .list(.object([("line", .nullable(.integer)), ("byte", .nullable(.integer)), ("text", .text)]))
        ), ("duplicateOf", .text),
      ], optional: ["duplicateOf"])
  }
}
