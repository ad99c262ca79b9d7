import Testing

/// The answer survives what people do to a log when they paste it.
@Suite struct PasteMatrixTests {
  static let objects = [
    "subnet-exhausted/secondary-mode-full-slash24", "iam-denied/discovery-blind-to-free-subnet-v1.20",
    "eniconfig-invalid/subnet-deleted-v1.14", "subnet-fragmented/ambiguous-text-logs-only-v1.18",
  ]
  static let texts = objects + ["subnet-exhausted/seelog-v1.5"]

  private func pasted(_ name: String, _ paste: Paste) throws -> String {
    try SampleInputs(name).rewriting { _, lines in
      Array(paste.change(lines.map { $0.text + "\n" }.joined()).utf8)
    }.gist().description
  }

  @Test(arguments: texts, Paste.all)
  func `any log`(name: String, paste: Paste) throws {
    let found = try pasted(name, paste)
    #expect(found == Gist.plain(name))
  }

  @Test(arguments: texts)
  func `a log whose last line is cut`(name: String) throws {
    var found = try SampleInputs(name).rewriting { _, lines in
      Array(lines.map { $0.text + "\n" }.joined().dropLast(25).utf8)
    }.gist()
    // The cut line may have held the id that makes it one with those before.
    let plain = try #require(Gist.plainGist(name))
    #expect(abs((found.count ?? 0) - (plain.count ?? 0)) <= 1)
    found.count = plain.count
    #expect(found.description == plain.description)
  }

  @Test(arguments: objects, Paste.ofObjects)
  func `a log of objects`(name: String, paste: Paste) throws {
    let found = try pasted(name, paste)
    #expect(found == Gist.plain(name))
  }
}
