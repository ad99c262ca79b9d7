/// What nodes hold at rest, by ipamd's own rules: one known case a line.
///
/// `id type modes W_eni W_ip W_min W_pfx MAX_ENI max-pods unmanaged pods | CIDRs kind pod-IPs free refused node pods`,
/// modes P prefixes, C custom networking, T security groups for pods; the last two are addresses of the node's and
/// of the pods' subnet. Source: amazon-vpc-cni-k8s v1.23.1, pkg/ipamd.
package struct WarmPoolExample: Sendable, CustomStringConvertible {
  package let id: String
  package let type: String
  package let modes: String
  /// `WARM_ENI_TARGET`, `WARM_IP_TARGET`, `MINIMUM_IP_TARGET`, `WARM_PREFIX_TARGET`.
  package let targets: [Int]
  package let maxENI: Int?
  package let maxPods: Int
  package let unmanaged: Int
  package let pods: Int
  package let cidrs: String
  package let kind: String
  package let podIPs: Int
  package let free: Int
  package let refused: Int
  package let node: Int
  package let pod: Int
  package var description: String { id }

  private init?(_ line: Substring) {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 19, words[11] == "|" else { return nil }
    let numbers = words.map { Int($0) ?? -1 }
    (id, type, modes) = (words[0], words[1], words[2])
    targets = Array(numbers[3...6])
    maxENI = Int(words[7])
    (maxPods, unmanaged, pods) = (numbers[8], numbers[9], numbers[10])
    (cidrs, kind) = (words[12], words[13])
    (podIPs, free, refused, node, pod) = (numbers[14], numbers[15], numbers[16], numbers[17], numbers[18])
  }

  package static let all = text.split(separator: "\n").compactMap { WarmPoolExample($0) }

  private static let text = """
    S01 m5.large - 1 0 0 1 - 29 0 0 | 9 secondary 9 9 0 10 0
    S02 m5.large - 1 0 0 1 - 29 0 1 | 9+9 secondary 18 17 0 20 0
    S03 m5.large - 1 0 0 1 - 29 0 9 | 9+9 secondary 18 9 0 20 0
    S04 m5.large - 1 0 0 1 - 29 0 10 | 9+9+9 secondary 27 17 0 30 0
    S05 m5.large - 1 0 0 1 - 29 0 18 | 9+9+9 secondary 27 9 0 30 0
    S06 m5.large - 1 0 0 1 - 29 0 27 | 9+9+9 secondary 27 0 0 30 0
    S07 m5.large - 1 0 0 1 - 29 0 28 | 9+9+9 secondary 27 0 1 30 0
    S08 m5.large - 0 0 0 1 - 29 0 5 | 9 secondary 9 4 0 10 0
    S09 m5.large - 0 0 0 1 - 29 0 0 | 9 secondary 9 9 0 10 0
    S10 m5.large - 2 0 0 1 - 29 0 1 | 9+9+9 secondary 27 26 0 30 0
    S11 t3.medium - 1 0 0 1 - 17 0 1 | 5+5 secondary 10 9 0 12 0
    S12 m5.4xlarge - 1 0 0 1 - 234 0 1 | 29+29 secondary 58 57 0 60 0
    S13 m5.4xlarge - 1 0 0 1 - 234 0 30 | 29+29+29 secondary 87 57 0 90 0
    S14 m5.4xlarge - 1 0 0 1 - 234 0 232 | 29+29+29+29+29+29+29+29 secondary 232 0 0 240 0
    S15 m5.4xlarge - 1 0 0 1 - 20 0 1 | 29 secondary 29 28 0 30 0
    S16 m5.4xlarge - 1 0 0 1 2 234 0 1 | 29+29 secondary 58 57 0 60 0
    S17 m5.4xlarge - 1 0 0 1 2 234 0 50 | 29+29 secondary 58 8 0 60 0
    S18 c5.18xlarge - 1 0 0 1 - 737 0 3 | 49+49 secondary 98 95 0 100 0
    W01 m5.large - 1 5 10 1 - 29 0 0 | 9+1 secondary 10 10 0 12 0
    W02 m5.large - 1 5 10 1 - 29 0 7 | 9+3 secondary 12 5 0 14 0
    W03 m5.large - 1 2 10 1 - 29 0 4 | 9+1 secondary 10 6 0 12 0
    W04 m5.large - 1 2 10 1 - 29 0 9 | 9+2 secondary 11 2 0 13 0
    W05 m5.large - 1 10 0 1 - 29 0 10 | 9+9+2 secondary 20 10 0 23 0
    W06 m5.4xlarge - 1 10 0 1 - 234 0 10 | 20 secondary 20 10 0 21 0
    W07 m5.4xlarge - 1 0 30 1 - 234 0 3 | 29+1 secondary 30 27 0 32 0
    W08 m5.4xlarge - 1 30 0 1 - 234 0 30 | 29+29+2 secondary 60 30 0 63 0
    W09 m5.4xlarge - 1 2 30 1 - 234 0 30 | 29+3 secondary 32 2 0 34 0
    W10 t3.small - 1 2 5 1 - 11 0 5 | 3+3+1 secondary 7 2 0 10 0
    C01 m5.large C 1 0 0 1 - 29 0 0 | 0+9 secondary 9 9 0 1 10
    C02 m5.large C 1 0 0 1 - 29 0 1 | 0+9+9 secondary 18 17 0 1 20
    C03 m5.large C 1 0 0 1 - 29 0 18 | 0+9+9 secondary 18 0 0 1 20
    C04 m5.large C 1 0 0 1 - 29 0 19 | 0+9+9 secondary 18 0 1 1 20
    C05 m5.4xlarge C 1 2 12 1 - 234 0 10 | 0+12 secondary 12 2 0 1 13
    P01 m5.large P 1 0 0 1 - 110 0 0 | 1 prefix 16 16 0 17 0
    P02 m5.large P 1 0 0 1 - 110 0 1 | 2 prefix 32 31 0 33 0
    P03 m5.large P 1 0 0 1 - 110 0 16 | 2 prefix 32 16 0 33 0
    P04 m5.large P 1 0 0 1 - 110 0 17 | 3 prefix 48 31 0 49 0
    P05 m5.large P 1 0 0 1 - 110 0 100 | 7 prefix 112 12 0 113 0
    P06 m5.large P 1 0 0 1 - 110 0 108 | 7 prefix 112 4 0 113 0
    P07 m5.large P 1 0 0 1 - 29 0 20 | 2 prefix 32 12 0 33 0
    P08 m5.large P 1 5 10 1 - 110 0 10 | 1 prefix 16 6 0 17 0
    P09 m5.large P 1 5 10 1 - 110 0 12 | 2 prefix 32 20 0 33 0
    P10 m5.large P 1 16 0 1 - 110 0 1 | 2 prefix 32 31 0 33 0
    P11 m5.large P 1 0 40 1 - 110 0 0 | 3 prefix 48 48 0 49 0
    P12 t3.small P 1 0 0 1 - 110 0 58 | 3+2 prefix 80 22 0 82 0
    P13 m5.4xlarge P 1 0 0 1 - 110 0 100 | 7 prefix 112 12 0 113 0
    P14 m5.4xlarge P 1 0 0 2 - 110 0 1 | 3 prefix 48 47 0 49 0
    X01 m5.large PC 1 0 0 1 - 110 0 1 | 0+2 prefix 32 31 0 1 33
    X02 m5.large PC 1 0 0 1 - 110 0 100 | 0+7 prefix 112 12 0 1 113
    X03 t3.small PC 1 0 0 1 - 110 0 50 | 0+3+2 prefix 80 30 0 1 82
    T01 m5.large T 1 0 0 1 - 29 0 1 | 9+0+9 secondary 18 17 0 21 0
    T02 m5.large T 1 0 0 1 - 29 0 18 | 9+0+9 secondary 18 0 0 21 0
    T03 m5.large T 1 0 0 1 - 29 0 19 | 9+0+9 secondary 18 0 1 21 0
    T04 t3.medium T 1 0 0 1 - 17 0 10 | 5+5+5 secondary 15 5 0 18 0
    T05 m5.large CT 1 0 0 1 - 29 0 9 | 0+0+9 secondary 9 0 0 1 11
    T06 m5.large PT 1 0 0 1 - 110 0 40 | 4+0 prefix 64 24 0 66 0
    N01 m4.large P 1 0 0 1 - 110 0 5 | 9+9 secondary 18 13 0 20 0
    U01 m5.large - 1 0 0 1 - 29 1 12 | 9+9 secondary 18 6 0 20 0
    """
}
