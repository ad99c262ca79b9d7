import VPCModel

/// Which colour an owner of addresses has, and its words.
enum OwnerLook {
  static func fill(_ owner: OwnerClass) -> String {
    switch owner {
    case .reserved: "f-reserved"
    case .eniPrimary: "f-primary"
    case .pods, .podsAndWarm: "f-pods"
    case .warm: "f-warm"
    case .branch: "f-branch"
    case .leaked: "f-leaked"
    case .loadBalancer: "f-balancer"
    case .lambda: "f-lambda"
    case .rds: "f-rds"
    case .vpcEndpoint: "f-endpoint"
    case .nat: "f-nat"
    case .controlPlane: "f-control"
    case .cidrReservation: "f-reservation"
    case .other: "f-other"
    case .free: "f-free"
    }
  }

  static func words(_ owner: OwnerClass) -> String {
    switch owner {
    case .reserved: "reserved by AWS"
    case .podsAndWarm: "pods and warm addresses"
    case .pods: "pods"
    case .warm: "warm: held, idle"
    case .eniPrimary: "primary addresses of nodes"
    case .branch: "branch interfaces"
    case .leaked: "leaked interfaces"
    case .loadBalancer: "load balancers"
    case .vpcEndpoint: "VPC endpoints"
    case .nat: "NAT gateways"
    case .controlPlane: "control plane"
    case .cidrReservation: "unused in CIDR reservations"
    case .lambda: "Lambda"
    case .rds: "RDS"
    case .other: "others"
    case .free: "free"
    }
  }
}

/// The addresses of a subnet in order, row under row: who holds them, and which aligned /28 are free.
struct SubnetPicture {
  private let runs: [AddressMap.Run]
  private let size: Int
  private let first: IPv4Address

  /// Runs that are drawn one by one; of more, a picture would weigh megabytes.
  private static let mostRuns = 20_000

  /// nil where the addresses were not counted, or the runs do not cover the block.
  init?(_ ledger: SubnetLedger) {
    guard let cidr = ledger.cidr, ledger.hasMap, cidr.size <= 65_536 else { return nil }
    runs = ledger.runs
    size = cidr.size
    first = cidr.first
    guard !runs.isEmpty, runs.count <= Self.mostRuns, runs.allSatisfy({ $0.count > 0 && $0.count <= size }),
      runs.reduce(0, { $0 &+ $1.count }) == size
    else { return nil }
  }

  /// Addresses of a row: 64 up to a /22, then as many as keep it at 64 rows.
  private var perRow: Int { size <= 64 ? min(16, size) : max(64, size / 64) }
  private var rows: Int { max(1, size / perRow) }

  var classes: [OwnerClass] {
    var seen: [OwnerClass] = []
    for run in runs where !seen.contains(run.owner) { seen.append(run.owner) }
    return seen
  }

  func write(_ html: inout HTMLWriter, label: String) {
    let last = first.number &+ UInt32(truncatingIfNeeded: size - perRow)
    html.element(.div, [.className: "map"]) { html in
      html.element(.div, [.className: "label", .hidden: "true"]) { html in
        html.element(.code, first.description)
        if rows > 1 { html.element(.code, IPv4Address(number: last).description) }
      }
      Drawing.svg(
        &html, look: "block rows-\(heightClass)", width: Double(perRow), height: Double(rows), label: label
      ) { html in
        for owner in classes { write(owner, &html) }
        if perRow % 16 == 0 && perRow <= 256 { writeGrid(&html) }
        writeOpenBlocks(&html)
      }
    }
  }

  private var heightClass: String {
    rows <= 2 ? "2" : rows <= 4 ? "4" : rows <= 8 ? "8" : rows <= 16 ? "16" : "64"
  }

  private func write(_ owner: OwnerClass, _ html: inout HTMLWriter) {
    var boxes: [(x: Double, y: Double, width: Double, height: Double)] = []
    var position = 0
    for run in runs {
      if run.owner == owner {
        var start = position
        let end = position + run.count
        while start < end {
          // Whole rows together, else up to the end of this one.
          let row = start / perRow
          let column = start % perRow
          let wholeRows = column == 0 ? (end - start) / perRow : 0
          let count = wholeRows > 0 ? wholeRows * perRow : min(end - start, perRow - column)
          boxes.append(
            (Double(column), Double(row), Double(wholeRows > 0 ? perRow : count), Double(max(1, wholeRows))))
          start += count
        }
      }
      position += run.count
    }
    html.element(.path, [.className: OwnerLook.fill(owner), .d: Drawing.path(boxes)]) { _ in }
  }

  private func writeGrid(_ html: inout HTMLWriter) {
    var path = ""
    for x in stride(from: 16, to: perRow, by: 16) { path += "M\(x) 0v\(rows)" }
    for y in 1..<max(2, rows) where rows <= 64 { path += "M0 \(y)h\(perRow)" }
    html.element(.path, [.className: "grid", .d: path]) { _ in }
  }

  /// A frame around each aligned /28 that is free and in no reservation.
  private func writeOpenBlocks(_ html: inout HTMLWriter) {
    guard perRow % 16 == 0, perRow <= 256 else { return }
    var boxes: [(x: Double, y: Double, width: Double, height: Double)] = []
    var position = 0
    for run in runs {
      if run.owner == .free {
        var start = (position + 15) / 16 * 16
        while start + 16 <= position + run.count {
          boxes.append((Double(start % perRow) + 0.2, Double(start / perRow) + 0.06, 15.6, 0.88))
          start += 16
        }
      }
      position += run.count
    }
    if !boxes.isEmpty { html.element(.path, [.className: "open28", .d: Drawing.path(boxes)]) { _ in } }
  }
}
