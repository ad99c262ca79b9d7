import Foundation
import TestSupport
import Testing

/// Statements that are often read and wrong; the handbook must not pass them on.
@Suite struct WrongStatementTests {
  private static let texts: [(name: String, text: String)] = {
    let folder = Samples.package.appending(path: "Playbooks").resolvingSymlinksInPath()
    return Samples.files(in: folder).filter { $0.hasSuffix(".yaml") }.compactMap { name in
      guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8) else {
        return nil
      }
      // One blank for each gap, so that a sentence over two lines is still one.
      return (name, text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }
  }()

  @Test(arguments: [
    (#"\b479\b"#, "m5.large with prefixes holds 432, the primary addresses are no pods'"),
    (#"3 ?[x*×] ?10\) ?- ?1"#, "one primary address for each interface"),
    (#"(m5|c5)\.4xlarge[^.]{0,60}\b250\b"#, "16 vCPU: 110"),
    (#"c5\.18xlarge[^.]{0,60}\b250\b"#, "737 by the formula"),
    (#"(below|under|fewer than) 30 vCPU"#, "30 itself gives 110: up to 30"),
    (#"(?i)(elastic ip|\bEIPs?\b)(?! addresses play no part)"#, "elastic addresses play no part"),
    (
      #"(?i)MINIMUM_IP_TARGET[^.:]{0,60}\b(always|ensures?|guarantees?|keeps)\b[^.]{0,30}(ready|available|free|warm)\b"#,
      "a floor of the total, used and free"
    ),
    (#"(?i)kubectl logs[^|']{0,80}\|"#, "ipamd does not log there by default"),
    (#"(?i)kubectl[^.']{0,30} logs[^.']{0,60}ipamd"#, "ipamd does not log there by default"),
    (
      #"(?i)(supported|works|available) (only )?on (all )?Nitro( instances)?\b[^.]{0,40}(trunk|branch|security groups)"#,
      "needs trunking, which some Nitro types lack"
    ),
    (#"9 (to|and) 54"#, "3 to 120 branch interfaces"),
    (#"(?i)wastes? (at most|up to) 15\b"#, "up to 31"),
    (#"\.IPv4(Addresses|Prefixes)\b"#, "no such keys since v1.9"),
    (#"(?i)ContainerInsights[^.]{0,60}awscni_"#, "published in namespace Kubernetes, under other names"),
    (#"--use-max-pods false[^.]{0,80}AL2023"#, "AL2 only"),
    (#"amazon-vpc-cni-k8s[^ ]*max-pods-calculator"#, "it is in amazon-eks-ami"),
    (#"(?i)CNI (creates|attaches|makes) (the )?(trunk|branch)"#, "the VPC resource controller does"),
    (
      #"(?i)prefix (delegation|mode)[^.]{0,40}(needs|requires)[^.]{0,20}AL2"#,
      "any system, on Nitro or bare metal"
    ),
    (#"(?i)Too many pods[^.]{0,60}(out of addresses|IP exhaustion)"#, "max-pods, the scheduler's"),
    (#"PrivateIpAddresses ?\| ?length"#, "counts the primary and misses prefixes"),
    (#"(?i)\b29 pod (IPs|addresses)"#, "27 and 3 primaries"),
    (#"(?i)(only knows|only sees) the primary (range|CIDR)"#, "all ranges of the VPC"),
  ]) func `the handbook does not say it`(regex: String, because: String) throws {
    let wrong = try Regex(regex)
    #expect(Self.texts.count > 35)
    for (name, text) in Self.texts {
      let found = text.matches(of: wrong).map { String(text[$0.range]) }
      #expect(found.isEmpty, "\(name): \(found): \(because)")
    }
  }
}
