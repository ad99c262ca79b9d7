import Evidence
import Testing
import VPCModel

@testable import Triage

/// Which names mean which node, whatever order the documents were read in.
@Suite struct NodeNamesTests {
  private func instance(_ id: String, _ name: String) -> Stated<Statement> {
    var instance = Instance(id: InstanceID(id))
    instance.privateDNSName = name
    return Stated(.instance(instance), at: Place(input: "instances.json", line: 1, byte: 0))
  }

  private func nodes(_ instances: [(String, String)]) -> [String: String] {
    var evidence = Case()
    var log = NodeLog()
    log.aliases = [instances[0].0]
    log.kinds = [.ipamdLog]
    evidence.nodeLogs["file:ipamd.log"] = log
    evidence.statements = instances.map { instance($0.0, $0.1) }
    return World(evidence).nodeOfGroup
  }

  @Test func `a name of one instance means it`() {
    let first = ("i-0aaaaaaaaaaaaaaa1", "ip-10-0-1-23.ec2.internal")
    let second = ("i-0aaaaaaaaaaaaaaa2", "ip-10-0-1-24.ec2.internal")
    let nodes = nodes([first, second])
    #expect(nodes["file:ipamd.log"] == first.0)
    #expect(nodes[first.1] == first.0)
    #expect(nodes[second.1] == nil, "nothing speaks of it")
  }

  @Test func `a name of two instances joins nothing`() {
    let name = "ip-10-0-1-23.ec2.internal"
    let pair = [("i-0aaaaaaaaaaaaaaa1", name), ("i-0aaaaaaaaaaaaaaa2", name)]
    // The order of a dictionary decided which of the two was first: eight pairs see both.
    for number in 0..<8 {
      let pair = pair.map { ($0.0.dropLast() + "\(number)" + $0.0.suffix(1), $0.1) }.map {
        (String($0.0), $0.1)
      }
      let nodes = nodes(pair)
      #expect(nodes["file:ipamd.log"] == pair[0].0)
      #expect(nodes[name] == nil && nodes[pair[1].0] == nil)
    }
  }
}
