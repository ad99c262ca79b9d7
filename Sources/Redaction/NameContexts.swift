/// Where a name is called a name: keys of documents and logs, words before it, columns above it.
enum NameContexts {
  enum Use: Hashable, Sendable {
    case name(NameKind)
    /// Masked, whatever it is.
    case secret
    /// The name of a tag or an environment variable follows, which says what its value is.
    case tagKey
    case tagValue
    /// A map of labels: keys and values are anybody's words.
    case labels
    /// A subnet's CIDR.
    case subnet
  }

  /// The key without case, `_` and `-`, as JSON, YAML, logfmt, klog and Go print it.
  static func use(of key: ArraySlice<UInt8>) -> Use? {
    guard (2...40).contains(key.count) else { return nil }
    var hash = foldedHash([])
    for byte in key where byte != UInt8(ascii: "_") && byte != UInt8(ascii: "-") {
      hash = foldedHash(hash, byte)
    }
    return uses[hash]
  }

  private static let uses: [UInt64: Use] = {
    var uses: [UInt64: Use] = [:]
    func add(_ use: Use, _ keys: String) {
      for key in KnownWords.words(keys) { uses[foldedHash(key.utf8)] = use }
    }
    add(
      .name(.pod),
      "pod pods podname k8spodname podnamewithnamespace exportedpod targetpod kubernetespodname podref")
    add(
      .name(.node),
      "node nodename mynodename hostname host nodehostname kubernetesiohostname nominatednodename instancename"
    )
    add(
      .name(.namespace),
      "namespace podnamespace k8spodnamespace namespacename exportednamespace kubernetesnamespace ns")
    add(.name(.cluster), "cluster clustername clusterid eksclustername clusterarn")
    add(
      .name(.host),
      "privatednsname publicdnsname dnsname endpoint fqdn domainname domain registry serverhost")
    add(
      .name(.name),
      """
      name generatename serviceaccount serviceaccountname nodegroup nodegroupname nodepool groupname keyname username
      user subject logstreamname loggroup loggroupname principalid releasename deployment daemonset replicaset
      statefulset job cronjob app instanceprofilename rolename launchtemplatename autoscalinggroupname subnetname
      vpcname sourceidentity rolesessionname invokedby team owner project costcenter customer tenant company contact
      secretname configmapname claimname volumename persistentvolumeclaim sessionname objectname
      """)
    add(
      .secret,
      """
      password passwd secret token accesstoken idtoken refreshtoken secretaccesskey sessiontoken awssecretaccesskey
      awssessiontoken clientkeydata clientcertificatedata certificateauthoritydata userdata apikey authorization
      privatekey xapikey nexttoken nextforwardtoken nextbackwardtoken certificateauthority cabundle credentials
      xamzsecuritytoken encryptedpassword clientsecret clienttoken passphrase
      """)
    add(.tagKey, "key")
    add(.tagValue, "value")
    add(.labels, "labels annotations matchlabels nodeselector tags nodelabels")
    add(.subnet, "cidrblock cidr subnetcidr")
    return uses
  }()

  /// Before a slash: `pods/web-…`, `kubernetes.io/cluster/prod`, `/home/alice`.
  static func kind(beforeSlash word: ArraySlice<UInt8>) -> NameKind? { slashes[foldedHash(word)] }

  private static let slashes: [UInt64: NameKind] = {
    var kinds: [UInt64: NameKind] = [:]
    func add(_ kind: NameKind, _ words: String) {
      for word in KnownWords.words(words) { kinds[foldedHash(word.utf8)] = kind }
    }
    add(.pod, "pod pods")
    add(.node, "node nodes cninode cninodes csinodes leases")
    add(.namespace, "namespace namespaces ns")
    add(.cluster, "cluster clusters containerinsights")
    add(
      .name,
      """
      home users deployment deployments daemonset daemonsets replicaset replicasets statefulset statefulsets
      jobs cronjob cronjobs services endpoints configmap configmaps secret secrets serviceaccount
      serviceaccounts instance-profile assumed-role nodegroup nodegroups loadbalancer targetgroup
      """)
    return kinds
  }()

  /// Before a quoted word, or a word that only a name can be: `node "worker-1"`, `pod shop/web-…`.
  static func kind(beforeWord word: ArraySlice<UInt8>) -> NameKind? { words[foldedHash(word)] }

  private static let words: [UInt64: NameKind] = {
    var kinds: [UInt64: NameKind] = [:]
    for word in ["pod", "pods"] { kinds[foldedHash(word.utf8)] = .pod }
    for word in ["node", "nodes", "host", "hostname"] { kinds[foldedHash(word.utf8)] = .node }
    for word in ["namespace", "namespaces"] { kinds[foldedHash(word.utf8)] = .namespace }
    for word in ["cluster", "clusters"] { kinds[foldedHash(word.utf8)] = .cluster }
    for word in ["user", "serviceaccount", "deployment", "replicaset", "daemonset", "statefulset"] {
      kinds[foldedHash(word.utf8)] = .name
    }
    return kinds
  }()

  /// Behind dashes: `--cluster-name`, `-n`.
  static func kind(ofFlag flag: ArraySlice<UInt8>) -> NameKind? { flags[foldedHash(flag)] }

  private static let flags: [UInt64: NameKind] = {
    let kinds: [String: NameKind] = [
      "name": .name, "cluster-name": .cluster, "cluster": .cluster, "namespace": .namespace, "n": .namespace,
      "node-name": .node, "nodegroup-name": .name, "role-name": .name, "pod": .pod, "node": .node,
      "profile": .name, "context": .cluster, "hostname-override": .node,
    ]
    return Dictionary(kinds.map { (foldedHash($0.key.utf8), $0.value) }) { first, _ in first }
  }()

  /// The heading of a column of a kubectl table.
  static func kind(ofColumn heading: ArraySlice<UInt8>) -> NameKind? { columns[foldedHash(heading)] }

  private static let columns: [UInt64: NameKind] = {
    let kinds: [String: NameKind] = [
      "name": .name, "namespace": .namespace, "node": .node, "pod": .pod, "nodename": .node, "host": .node,
      "nominated": .node, "cluster": .cluster, "object": .name,
    ]
    return Dictionary(kinds.map { (foldedHash($0.key.utf8), $0.value) }) { first, _ in first }
  }()

  /// Labels, tags and variables whose values the verdict rests on and that tell nothing of a customer.
  static func isPublicKey(_ key: ArraySlice<UInt8>) -> Bool {
    if publicKeys.contains(key) { return true }
    let lower = key.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    // The value is the name of an object that somebody chose.
    if lower.suffix(9).elementsEqual("eniconfig".utf8) { return false }
    return publicKeyPrefixes.contains { lower.starts(with: $0) }
  }

  private static let publicKeys = WordSet(
    KnownWords.words(
      """
      node.kubernetes.io/instance-type beta.kubernetes.io/instance-type topology.kubernetes.io/zone
      topology.kubernetes.io/region failure-domain.beta.kubernetes.io/zone failure-domain.beta.kubernetes.io/region
      kubernetes.io/arch kubernetes.io/os beta.kubernetes.io/arch beta.kubernetes.io/os k8s-app
      eks.amazonaws.com/capacitytype eks.amazonaws.com/compute-type eks.amazonaws.com/nodegroup-image
      karpenter.sh/capacity-type kubernetes.io/role/cni kubernetes.io/role/elb kubernetes.io/role/internal-elb
      node.k8s.amazonaws.com/createdat node.k8s.amazonaws.com/instance_id node.k8s.amazonaws.com/no_manage
      eks:eni:owner kubernetes.io/config.seen kubernetes.io/config.source topology.k8s.aws/zone-id
      component tier app.kubernetes.io/version pod-template-generation controller-revision-hash
      """))
  private static let publicKeyPrefixes = [
    "vpc.amazonaws.com/", "vpcresources.k8s.aws/", "warm_", "minimum_", "enable_", "aws_vpc_", "max_eni",
    "disable_", "annotate_pod_ip", "ip_cooldown", "pod_security_group", "network_policy", "manage_untagged",
    "vpc_cni_version", "eni_config_", "additional_eni", "introspection_", "http_timeout", "aws_ec2_endpoint",
    "aws_manage", "kubernetes.io/cluster/", "cni.networking.k8s.aws/", "node-role.",
    "vpc_id", "aws_default_region", "aws_region", "karpenter.k8s.aws/", "node.kubernetes.io/",
  ].map { Array($0.utf8) }

  /// Labels that anybody uses: their keys stay, their values do not.
  static let commonLabels = WordSet(
    KnownWords.words(
      """
      app name component tier k8s-app version release role pod-template-hash controller-revision-hash chart heritage
      instance managed-by part-of environment env service run job-name batch controller-uid
      statefulset pod-template-generation key value operator
      """))
}
