import FoundationEssentials

/// Checks a proof of `ipamtriage subnet --proof` against the AWS documents it was made from.
///
/// This target imports no other module of the project, reads the documents with another parser, and counts in
/// another way: a mistake would have to be made twice to pass. A proof holds when every claim in it follows from the
/// documents, when it leaves out no subnet, and when it says nothing else.
package enum ProofCheck {
  package enum Answer: Hashable, Sendable {
    /// It holds for so many subnets, under these premises that no AWS document shows.
    case holds(subnets: Int, premises: [String])
    /// The first thing that is wrong.
    case fails(String)
  }

  package static func check(_ proof: [UInt8], against documents: AWSDocuments) -> Answer {
    do {
      var premises: [String] = []
      let count = try check(try Claims(proof), against: documents, &premises)
      return .holds(subnets: count, premises: premises)
    } catch let flaw as Flaw {
      return .fails(flaw.text)
    } catch {
      return .fails("the proof is no JSON that can be read")
    }
  }

  private static func check(
    _ claims: Claims, against documents: AWSDocuments, _ premises: inout [String]
  ) throws -> Int {
    if let twice = documents.contradictions.first {
      throw Flaw("\(twice) stands twice in the AWS documents and differs; give one snapshot")
    }
    if !documents.hasInterfaces { throw Flaw("no list of interfaces among the AWS documents") }
    let wanted = documents.subnets.values.filter { Recount.isCountable($0) }.map(\.id).sorted()
    let claimed = claims.subnets.map(\.id)
    if claimed != wanted {
      if let absent = wanted.first(where: { !claimed.contains($0) }) {
        throw Flaw("\(absent): in the AWS documents, not in the proof")
      }
      if let unknown = claimed.first(where: { !wanted.contains($0) }) {
        throw Flaw("\(unknown): in the proof, not among the subnets with an IPv4 block in the AWS documents")
      }
      throw Flaw("the subnets of the proof are not each there once, by id")
    }
    for claim in claims.subnets {
      guard let subnet = documents.subnets[claim.id], let recount = Recount(subnet, in: documents) else {
        throw Flaw("\(claim.id): cannot be counted")
      }
      do { try SubnetCheck(claim, recount, ending: documents.ending).run(&premises) } catch {
        throw Flaw("\(claim.id): \(error.text)")
      }
    }
    return claims.subnets.count
  }
}

/// What is wrong with a proof.
struct Flaw: Error {
  let text: String
  init(_ text: String) { self.text = text }
}

extension Recount {
  static func isCountable(_ subnet: AWSDocuments.Subnet) -> Bool {
    subnet.cidr.flatMap(Numbers.block).map { $0.size <= 1 << 24 } ?? false
  }
}

/// A proof, taken apart. Every key has to be there and no other may be.
struct Claims {
  struct Subnet {
    let id: String
    let members: [String: Tree]

    func integer(_ key: String) throws(Flaw) -> Int {
      guard case .integer(let value)? = members[key] else { throw wrong(key, "a whole number") }
      return value
    }

    func optional(_ key: String) throws(Flaw) -> Int? {
      members[key] == .null ? nil : try integer(key)
    }

    func text(_ key: String) throws(Flaw) -> String {
      guard case .text(let value)? = members[key] else { throw wrong(key, "a text") }
      return value
    }

    func list(_ key: String) throws(Flaw) -> [Tree] {
      guard case .list(let values)? = members[key] else { throw wrong(key, "a list") }
      return values
    }

    func wrong(_ key: String, _ expected: String) -> Flaw {
      Flaw("\(key) is \(members[key]?.shown ?? "missing") where \(expected) belongs")
    }
  }

  let subnets: [Subnet]

  static let keys: Set<String> = [
    "subnet", "cidr", "size", "verdict", "reserved", "held", "unusedPrefixSpace", "unusedExplicitSpace",
    "free",
    "freeAligned28", "freeAligned28Unreserved", "largestFreeRun", "available", "residual", "explained",
    "complete", "premises", "doubts", "freeBlock", "freeAddress", "blocked",
  ]

  init(_ bytes: [UInt8]) throws {
    guard case .object(let top) = try JSONDecoder().decode(Tree.self, from: Data(bytes)),
      Set(top.keys) == ["schemaVersion", "kind", "proofs"], top["schemaVersion"] == .text("1.0.0"),
      top["kind"] == .text("ipamtriage-subnet-proof"), case .list(let proofs)? = top["proofs"]
    else { throw Flaw("this is no proof that ipamtriage subnet --proof wrote in version 1.0.0") }
    subnets = try proofs.enumerated().map { index, proof in
      guard case .object(let members) = proof, case .text(let id)? = members["subnet"] else {
        throw Flaw("proof \(index + 1) names no subnet")
      }
      if let absent = Self.keys.sorted().first(where: { members[$0] == nil }) {
        throw Flaw("\(id): \(absent) is missing")
      }
      if let other = members.keys.sorted().first(where: { !Self.keys.contains($0) }) {
        throw Flaw("\(id): \"\(other)\" belongs to no proof")
      }
      return Subnet(id: id, members: members)
    }
  }
}
