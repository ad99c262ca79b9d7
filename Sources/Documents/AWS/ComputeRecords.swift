import VPCModel

/// Instances, instance types and quotas.
extension Record {
  /// One element of `Reservations[].Instances`. Throws without `InstanceId`.
  func instance() throws(RecordError) -> Instance {
    var instance = Instance(id: InstanceID(try required("InstanceId")))
    instance.type = try text("InstanceType")
    instance.subnet = try text("SubnetId").map { SubnetID($0) }
    instance.vpc = try text("VpcId")
    instance.zone = try record("Placement")?.text("AvailabilityZone")
    instance.state = try record("State")?.text("Name")
    instance.privateAddress = try address("PrivateIpAddress")
    instance.privateDNSName = try text("PrivateDnsName")
    instance.launchTime = try time("LaunchTime")
    if let options = try record("MetadataOptions") {
      instance.metadataEndpoint = try options.text("HttpEndpoint")
      instance.metadataHopLimit = try options.count("HttpPutResponseHopLimit")
      instance.metadataTokens = try options.text("HttpTokens")
    }
    instance.profileARN = try record("IamInstanceProfile")?.text("Arn")
    instance.imageID = try text("ImageId")
    instance.tags = try tags("Tags") ?? [:]
    return instance
  }

  /// The interfaces inside an instance that say enough: subnet and addresses. They never carry tags.
  func nestedInterfaces() throws(RecordError) -> [NetworkInterface] {
    guard let id = try text("InstanceId") else { return [] }
    var interfaces: [NetworkInterface] = []
    for nested in try records("NetworkInterfaces") where nested.isWholeInterface {
      var interface = try nested.interface()
      interface.isFromInstance = true
      // The attachment inside an instance leaves out the instance it is written in.
      if interface.attachment?.instance == nil { interface.attachment?.instance = InstanceID(id) }
      interfaces.append(interface)
    }
    return interfaces
  }

  /// One element of `InstanceTypes`: the limits of the default network card, the only one ipamd uses.
  ///
  /// `MaximumNetworkInterfaces` beside the cards is the sum or the first card, depending on the type: the card's own
  /// number is preferred. Source: EC2 API, NetworkInfo.
  func instanceType() throws(RecordError) -> InstanceTypeLimits? {
    let type = try required("InstanceType")
    guard let network = try record("NetworkInfo") else { return nil }
    let card = try network.count("DefaultNetworkCardIndex") ?? 0
    var enis = try network.count("MaximumNetworkInterfaces")
    for entry in try network.records("NetworkCards") where try entry.count("NetworkCardIndex") == card {
      enis = try entry.count("MaximumNetworkInterfaces") ?? enis
    }
    guard let enis, let addresses = try network.count("Ipv4AddressesPerInterface"), enis > 0, addresses > 0
    else { return nil }
    var limits = InstanceTypeLimits(type: type, enis: enis, ipv4PerENI: addresses)
    limits.isBareMetal = try truth("BareMetal")
    limits.isNitro = try text("Hypervisor").map { $0 == "nitro" }
    limits.vCPUs = try record("VCpuInfo")?.count("DefaultVCpus")
    return limits
  }

  /// A `Quota`. The defaults of AWS are told from what the account has by the account id in their ARN, which they lack.
  func quota() throws(RecordError) -> Quota {
    let code = try required("QuotaCode")
    let isApplied = has("QuotaAppliedAtLevel") || has("QuotaContext")
    var isDefault = false
    if !isApplied, let arn = try text("QuotaArn") {
      let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
      isDefault = parts.count > 4 && parts[4].isEmpty
    }
    return Quota(code: code, name: try text("QuotaName"), value: try number("Value"), isDefault: isDefault)
  }
}
