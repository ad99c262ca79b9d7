import Evidence
import Testing

@Suite struct FactCatalogTests {
  @Test func `a fact has one name, a scope, a source, and a unit where it counts`() {
    var seen: Set<String> = []
    for fact in FactCatalog.all {
      #expect(seen.insert(fact.name).inserted, "\(fact.name) stands twice")
      let parts = fact.name.split(separator: ".", omittingEmptySubsequences: false)
      #expect(parts.count == 2 && parts.allSatisfy { !$0.isEmpty }, "\(fact.name)")
      #expect(Scope(rawValue: String(parts[0])) != nil, "\(fact.name)")
      #expect(fact.scope.rawValue == parts[0])
      #expect(!fact.source.isEmpty, "\(fact.name)")
      #expect(fact.unit.isEmpty == (fact.kind == .truth), "\(fact.name)")
      #expect(FactCatalog[fact.name] == fact)
    }
    #expect(FactCatalog["node.noSuchFact"] == nil)
  }

  @Test(arguments: Join.allCases) func `a join leads from the scope in its name to another`(join: Join) {
    #expect(join.rawValue.hasPrefix(join.from.rawValue + "."))
    #expect(join.from != join.to)
    let plural = join.rawValue.drop { $0 != "." }.dropFirst()
    #expect(plural.hasPrefix(join.to.rawValue))
  }
}
