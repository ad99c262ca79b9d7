/// EC2 calls by name: what throttling counts.
package struct EC2Calls: Hashable, Sendable {
  package enum Name: Int, Hashable, Sendable, CaseIterable {
    case assign, unassign, create, attach, modify, describeSubnets, describeInterfaces, detach, delete

    package var apiName: String {
      switch self {
      case .assign: "AssignPrivateIpAddresses"
      case .unassign: "UnassignPrivateIpAddresses"
      case .create: "CreateNetworkInterface"
      case .attach: "AttachNetworkInterface"
      case .modify: "ModifyNetworkInterfaceAttribute"
      case .describeSubnets: "DescribeSubnets"
      case .describeInterfaces: "DescribeNetworkInterfaces"
      case .detach: "DetachNetworkInterface"
      case .delete: "DeleteNetworkInterface"
      }
    }
  }

  private var counts = [Int](repeating: 0, count: Name.allCases.count)
  package init() {}

  package private(set) subscript(name: Name) -> Int {
    get { counts[name.rawValue] }
    set { counts[name.rawValue] = newValue }
  }
  package var total: Int { counts.reduce(0, +) }

  mutating func add(_ name: Name) { self[name] += 1 }

  /// A new ENI comes with its addresses. Subnets are looked up only where ipamd may choose one.
  mutating func addNewENI(discoversSubnets: Bool) {
    if discoversSubnets { add(.describeSubnets) }
    add(.create)
    add(.attach)
    // So that the ENI goes with the instance.
    add(.modify)
  }

  /// The id of the attachment has to be asked for.
  mutating func addFreedENI() {
    add(.describeInterfaces)
    add(.detach)
    add(.delete)
  }

  package static func + (left: EC2Calls, right: EC2Calls) -> EC2Calls {
    var sum = left
    // A fleet has 100,000 nodes at most in any one input; a plan may be asked for more.
    for name in Name.allCases { sum[name] = left[name].adding(orMax: right[name]) }
    return sum
  }

  /// The same on so many nodes.
  package static func * (calls: EC2Calls, nodes: Int) -> EC2Calls {
    var product = calls
    for name in Name.allCases { product[name] = calls[name].multiplied(orMax: nodes) }
    return product
  }
}
