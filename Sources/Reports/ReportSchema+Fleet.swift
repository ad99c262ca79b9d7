import Triage
import VPCModel

// What `batch` and `merge --fleet` say as JSON.
extension ReportSchema {
  private static let count = Shape.nullable(.integer)

  private static func integers(_ names: String...) -> [(String, Shape)] { names.map { ($0, .integer) } }
  private static func texts(_ names: String...) -> [(String, Shape)] { names.map { ($0, .text) } }

  static var fleet: Shape {
    .object(
      [
        ("type", .text), ("schemaVersion", .text),
        ("fleet", .object(integers("nodes", "affected", "healthy", "undecided"))),
        ("causes", .list(.object(cause))), ("clocks", clocks), ("rollout", .list(.object(step))),
        ("ledger", .list(.object(ledger))), ("simulation", simulation),
        (
          "failures",
          .nullable(
            .object([
              ("from", .time), ("bucketSeconds", .integer),
              (
                "rows",
                .list(
                  .object([("node", .text), ("cause", .nullable(.text)), ("values", .list(count))]))
              ),
            ]))
        ), ("nodes", .list(.object(member))), ("report", .whole),
      ], optional: ["type"])
  }

  private static var cause: [(String, Shape)] {
    let share = Shape.object(integers("with", "of"))
    let factor = Shape.object([
      ("traits", .list(.object(texts("trait", "value")))), ("affected", share), ("others", share),
      ("telling", .rate),
    ])
    let silences = FleetGroup.Silence.allCases.map(\.rawValue)
    return texts("id", "title") + integers("count", "latent", "failures") + [
      ("first", .nullable(.time)), ("firstNode", .nullable(.text)), ("spreadSeconds", count),
      ("factors", .list(factor)), ("silence", .nullable(.choice(silences))), ("nodes", ids),
    ]
  }

  private static var clocks: Shape {
    let offset = texts("node") + integers("offsetSeconds", "spreadSeconds", "sharedEvents")
    return .object([("corrected", .list(.object(offset))), ("uncertain", ids)])
  }

  private static var step: [(String, Shape)] {
    let restarts = Shape.object([("what", .nullable(.text)), ("nodes", .integer), ("everyNode", .truth)])
    return integers("order", "unblocks")
      + texts("title", "says", "risk", "precondition", "verify", "rollback")
      + [
        ("phase", .choice(RolloutStep.Phase.allCases.map(\.rawValue))), ("for", ids), ("nodes", ids),
        ("subnets", ids), ("commands", ids), ("restarts", restarts),
        ("replaces", .object([("nodes", count), ("pods", count)])),
        ("effect", .object([("addresses", count), ("freeBlocks", count)])),
      ]
  }

  private static var ledger: [(String, Shape)] {
    let idler = texts("node") + integers("idle", "held", "inUse")
    return texts("id") + integers("nodes", "nodesWithPool") + [
      ("zone", .nullable(.text)), ("size", count), ("free", count), ("held", count), ("idle", count),
      ("owners", .nullable(.object(OwnerClass.owners.map { ($0.name, count) }))),
      ("forecast", .nullable(forecast)), ("refused", ids), ("idleNodes", .list(.object(idler))),
    ]
  }

  private static var simulation: Shape {
    let sums = integers("nodesHolding", "held", "model", "over", "under", "notModelled", "modelAlone")
    let trial =
      integers(
        "nodes", "refusedNodes", "heldNow", "heldThen", "frees", "shortNodes", "shortPods")
      + [("steps", .list(.integer)), ("settings", .change), ("forNewNodes", .truth)]
    let kind: [(String, Shape)] = [
      ("instanceType", .nullable(.text)), ("settings", .change), ("of", .integer), ("pods", count),
    ]
    let remark: [(String, Shape)] = [
      ("text", .text), ("count", .integer), ("simulated", .truth), ("nodes", ids),
    ]
    return .object(
      integers("nodes", "simulated") + [
        ("all", .object(sums)),
        ("subnets", .list(.object([("id", .nullable(.text)), ("frees", .list(count))] + sums))),
        ("trials", .list(.object(trial))), ("kinds", .list(.object(kind + sums))),
        ("remarks", .list(.object(remark))),
      ])
  }

  private static var member: [(String, Shape)] {
    let statuses = ["cause-found", "undecided", "insufficient-evidence", "healthy", "not-ip-problem"]
    return texts("id") + [
      ("status", .choice(statuses)), ("cause", .nullable(.text)),
      ("state", .nullable(.choice(["active", "recovered", "latent"]))), ("first", .nullable(.time)),
      ("last", .nullable(.time)), ("clockOffsetSeconds", count), ("failures", .integer), ("traits", ids),
    ]
  }
}
