import Evidence
import VPCModel

/// A list of AWS documents whose elements are read one by one.
enum AWSList: Hashable {
  case subnets, interfaces, instances, instanceTypes, reservations, quotas, securityGroups, cloudTrail

  /// Top-level keys. `Reservations` and `items` are not here: their elements are not records of AWS.
  static let byKey: [String: AWSList] = [
    "Subnets": .subnets, "NetworkInterfaces": .interfaces, "Instances": .instances,
    "InstanceTypes": .instanceTypes, "SubnetIpv4CidrReservations": .reservations, "Quotas": .quotas,
    "SecurityGroups": .securityGroups, "Records": .cloudTrail, "Events": .cloudTrail,
    "subnets": .subnets, "networkInterfaces": .interfaces, "instances": .instances,
    "instanceTypes": .instanceTypes, "subnetIpv4CidrReservations": .reservations, "quotas": .quotas,
    "securityGroups": .securityGroups,
  ]

  /// The keys its records are read by; nil for all. Interfaces come by the ten thousand.
  var keys: JSONKeys? { self == .interfaces ? Record.interfaceKeys : nil }

  var kind: InputKind {
    switch self {
    case .subnets: .describeSubnets
    case .interfaces: .describeInterfaces
    case .instances: .describeInstances
    case .instanceTypes: .describeInstanceTypes
    case .reservations: .cidrReservations
    case .quotas: .quotas
    case .securityGroups: .awsDocument
    case .cloudTrail: .cloudTrail
    }
  }
}

/// What one record of AWS states.
struct AWSRecordReading {
  var statements: [Statement] = []
  /// False when a projection dropped what a complete list needs.
  var isWhole = true
}

enum AWSDocument {
  /// Keys of answers that are recognised and say nothing about addresses.
  static let silentKeys: Set<String> = [
    "Vpcs", "VpcEndpoints", "RouteTables", "NatGateways", "InternetGateways", "NetworkAcls", "Volumes",
    "Images",
    "LaunchTemplates", "LaunchTemplateVersions", "AutoScalingGroups", "Addresses", "KeyPairs", "Regions",
    "AvailabilityZones", "InstanceTypeOfferings", "InstanceStatuses", "SecurityGroupRules", "Stacks",
    "nodegroup",
    "nodegroups", "clusters", "addons", "fargateProfile", "fargateProfileNames", "LoadBalancers",
    "TargetGroups",
    "Activities", "Policies", "Role", "AttachedPolicies", "PolicyDocument", "configurationSchema", "Services",
    "DhcpOptions", "LoadBalancerDescriptions", "StackEvents", "ServiceQuota",
  ]

  /// Keys of CloudWatch answers: sums over the cluster, no node. Source: cni-metrics-helper.
  static let metricKeys: Set<String> = ["MetricDataResults", "Datapoints", "Metrics", "MetricAlarms"]

  /// Keys that may stand before the list of a page and say nothing themselves.
  static let pageKeys: Set<String> = [
    "NextToken", "nextToken", "ResponseMetadata", "responseMetadata", "$metadata", "Marker", "RequestId",
    "Count",
    "ReservationId", "OwnerId", "RequesterId", "Groups", "SubnetIpv6CidrReservations", "apiVersion", "kind",
    "metadata", "reservationId", "ownerId", "requesterId", "groups", "searchedLogStreams", "Label",
    "Messages", "status",
    "statistics",
  ]

  /// One element of `list`.
  static func read(_ list: AWSList, _ record: Record) throws(RecordError) -> AWSRecordReading {
    switch list {
    case .subnets: return AWSRecordReading(statements: [.subnet(try record.subnet())])
    case .interfaces:
      let interface = try record.interface()
      return AWSRecordReading(statements: [.interface(interface)], isWhole: record.isWholeInterface)
    case .instances:
      let instance = try record.instance()
      return AWSRecordReading(
        statements: [.instance(instance)] + (try record.nestedInterfaces()).map { .interface($0) })
    case .instanceTypes:
      let limits = try record.instanceType()
      return AWSRecordReading(statements: limits.map { [.instanceType($0)] } ?? [], isWhole: limits != nil)
    case .reservations: return AWSRecordReading(statements: [.reservation(try record.reservation())])
    case .quotas: return AWSRecordReading(statements: [.quota(try record.quota())])
    case .securityGroups:
      let id = try record.required("GroupId")
      return AWSRecordReading(statements: [.securityGroup(id: id, vpc: try record.text("VpcId"))])
    case .cloudTrail:
      return AWSRecordReading(statements: try CloudTrailRecord.read(record))
    }
  }

  /// The list a record without its list belongs to: `--query 'Subnets[]'`, `jq '.Subnets[]'`.
  static func list(of record: Record) -> AWSList? {
    if CloudTrailRecord.isOne(record) { return .cloudTrail }
    if record.has("SubnetCidrReservationId") { return .reservations }
    if record.has("NetworkInterfaceId") {
      return record.has("SubnetId") || record.has("PrivateIpAddresses") || record.has("PrivateIpAddress")
        || record.has("Status") ? .interfaces : nil
    }
    if record.has("InstanceId") {
      return record.has("InstanceType") || record.has("State") || record.has("LaunchTime") ? .instances : nil
    }
    if record.has("InstanceType"), record.has("NetworkInfo") { return .instanceTypes }
    if record.has("QuotaCode") { return .quotas }
    if record.has("SubnetId"), record.has("AvailableIpAddressCount") || record.has("CidrBlock") {
      return .subnets
    }
    if record.has("GroupId"), record.has("IpPermissions") || record.has("VpcId") { return .securityGroups }
    return nil
  }
}
