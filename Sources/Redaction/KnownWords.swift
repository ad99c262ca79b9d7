/// Names that tell nothing of who runs the cluster: those of Kubernetes, of AWS and of the CNI.
enum KnownWords {
  /// Stay wherever they stand.
  static let system = WordSet(
    words(
      """
      kube-system kube-public kube-node-lease default kubernetes kube-dns aws-node amazon-vpc-cni aws-cni
      aws-vpc-cni-init aws-eks-nodeagent aws-network-policy-agent vpc-resource-controller eks-vpc-resource-controller
      kubelet containerd dockerd docker crio kube-proxy coredns default-scheduler kube-scheduler
      kube-controller-manager cluster-autoscaler karpenter metrics-server aws-load-balancer-controller
      aws-cloud-controller-manager ebs-csi-node ebs-csi-controller efs-csi-node eks-pod-identity-agent
      eks-node-monitoring-agent node-controller service-controller daemonset-controller deployment-controller
      replicaset-controller statefulset-controller job-controller endpoint-controller attachdetach-controller
      taint-eviction-controller node-lifecycle-controller kernel systemd cloud-init nodeadm audit ipamd
      amazon-vpc-cni-k8s eks amazon aws amazon-elb amazon-rds amazon-aws amazon-lambda amazon-k8s-cni eniconfigs
      eniconfig cninode cninodes vpc-cni aws-k8s-trunk-eni aws-k8s-branch-eni cni-metrics-helper linux windows
      fargate fargate-scheduler localhost localdomain ip ec2 internal compute interface trunk branch efa lambda
      running stopped stopping terminated pending shutting-down shutting available associated attaching attached
      detaching detached in-use inuse active deleting creating failed ready notready true false null none nil unknown
      undefined error warning warn info debug trace fatal panic normal success failure amd64 arm64 x86_64 aarch64
      on-demand on_demand spot nitro xen capacity_type http https tcp udp metrics grpc dns main host hostname node
      nodes pod pods namespace namespaces cluster name names status reason message type kind event events log logs
      container containers sandbox network networking plugin ipam config controller controllers scheduler api server
      apiserver resource-controller webhook subnet subnets eni enis vpc region zone zones account instance instances
      containerinsights dataplane performance application var lib run etc log bin opt usr proc sys
      owned shared role security group groups prefix prefixes explicit example com
      caller goversion kubectl eksbuild entrypoint topology quantile
      """))

  /// Bases of pods that every cluster has: `aws-node-7xk2p` keeps its first part.
  static let systemBases = [
    "aws-node", "coredns", "kube-proxy", "vpc-resource-controller", "cni-metrics-helper", "metrics-server",
    "cluster-autoscaler", "karpenter", "ebs-csi-node", "ebs-csi-controller", "efs-csi-node",
    "eks-pod-identity-agent",
    "eks-node-monitoring-agent", "aws-load-balancer-controller", "aws-network-policy-agent",
  ].map { Array($0.utf8) }

  /// How metrics of ipamd and of every Go program begin.
  static let metricPrefixes = ["awscni_", "go_", "process_", "promhttp_", "rest_client_", "workqueue_"].map {
    Array($0.utf8)
  }

  /// Before `-` and hex digits: identifiers of EC2 and its neighbours.
  static let idPrefixes = WordSet(
    words(
      """
      i eni subnet sg sgr vpc vpce vol ami snap lt rtb acl igw nat eipalloc eipassoc eni-attach rtbassoc r scr pl dopt
      tgw tgw-attach fs fsmt fsap vpc-cidr-assoc subnet-cidr-assoc trunk-assoc pcx cgw vgw vpn aclassoc ela-attach
      fleet sir cr eigw lgw key ipam ipam-pool ipam-scope asn h mi pcs eks-cluster-sg aki ari
      """))

  /// Registries and services that AWS runs under accounts of its own. Source: EKS user guide, "View Amazon container
  /// image registries", and the accounts that Elastic Load Balancing logs with.
  static let awsAccounts = WordSet(
    words(
      """
      602401143452 918309763551 961992271922 800184023465 877085696533 013241004608 151742754352 558608220178
      590381155156 900889452093 759879836304 455263428931 296578399912 172025368201 066635153087 121268973566
      730335286997 491585149902 761377655185 759879836304 143048110101 381492156825 210751092158 788225684902
      """))

  /// Names below these belong to AWS, Kubernetes or a public project.
  static let publicSuffixes = words(
    """
    amazonaws.com amazonaws.com.cn aws.amazon.com amazon.com k8s.io kubernetes.io x-k8s.io k8s.aws k8s.amazonaws.com
    golang.org github.com gopkg.in google.golang.org go.uber.org ec2.internal compute.internal
    compute.amazonaws.com cluster.local karpenter.sh aws.dev vpcresources.k8s.aws gcr.io quay.io docker.io
    ghcr.io containerd.io cncf.io opencontainers.org eksctl.io helm.sh prometheus.io linuxfoundation.org
    amazonlinux.com example.com nip.io
    """
  ).map { Array($0.utf8) }

  /// Labels in front of `amazonaws.com` and `cluster.local` that name a service, not a customer.
  static let publicLabels = WordSet(
    words(
      """
      ec2 sts eks dkr ecr api s3 oidc monitoring logs autoscaling elasticloadbalancing iam ssm ssmmessages ec2messages
      kms dualstack fips www vpce svc kubernetes default kube-dns kube-system metrics-server autoscaling.k8s
      networking crd vpc node topology eks-auth sqs sns rds dynamodb cloudwatch events pod cluster lambda docs
      gr7 sk1 yl4 compute ip repost public gallery network vpcresources app batch beta alpha apps
      admissionregistration apiextensions apiregistration authentication authorization rbac coordination
      discovery policy storage scheduling snapshot metrics karpenter elbv2 topology kubelet kubectl kubeadm cni
      """))

  /// Last labels that make dotted words a host: those that code and file names do not end with.
  static let topDomains = WordSet(
    words(
      """
      com net org edu gov mil int io co dev app cloud internal local localdomain lan corp home intra private example
      test invalid eu uk de fr es it nl se no fi dk pl ch at be cz ru cn jp kr in au nz br mx ca us ie il tr sg hk tw
      za pt gr ro hu info biz tech systems services aws
      """))

  static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
