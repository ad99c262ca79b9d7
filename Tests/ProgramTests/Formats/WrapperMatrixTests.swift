import Testing

/// The answer does not depend on what a log was wrapped in on its way to us.
@Suite struct WrapperMatrixTests {
  static let cases = [
    "subnet-exhausted/secondary-mode-full-slash24", "subnet-fragmented/prefix-mode-scattered",
    "iam-denied/discovery-blind-to-free-subnet-v1.20", "node-ip-limit/full-node-docker-v1.7",
    "eniconfig-invalid/subnet-deleted-v1.14", "subnet-exhausted/seelog-v1.5",
  ]
  /// One of each shape of line: objects, text over several lines, lines wrapped already.
  static let few = [
    "iam-denied/discovery-blind-to-free-subnet-v1.20", "subnet-exhausted/seelog-v1.5",
    "subnet-fragmented/prefix-mode-scattered",
  ]
  /// Nested pipelines, innermost first, and the document around them all.
  static let nested: [[LineWrapper]] = [
    [.cri, .fluentBit], [.docker, .fluentBitLeftover], [.criCut, .kubectlPrefix], [.dockerCut, .journalJSON],
    [.kubectlTimestamps, .kubectlPrefix], [.cri, .journalPrecise], [.fluentBit, .logsTail],
    [.cri, .fluentBit, .kubectlTimestamps], [.docker, .fluentBit, .logsTail],
    [.criCut, .fluentBit, .kubectlPrefix],
    [.cri, .fluentBit, .journalJSON, .kubectlTimestamps],
  ]

  private func wrapped(_ name: String, _ wrappers: [LineWrapper], _ file: FileWrapper = .plain) throws
    -> String
  {
    var number = 0
    return try SampleInputs(name).rewriting { _, lines in
      number += 1
      let node = NodeNames(number, of: name)
      let lines = wrappers.reduce(lines) { $1.lines($0, node) }
      return Array(file.wrap(lines, node).utf8)
    }.gist().description
  }

  @Test(arguments: cases, LineWrapper.all)
  func `a wrapper around each line`(name: String, wrapper: LineWrapper) throws {
    let found = try wrapped(name, [wrapper])
    #expect(found == Gist.plain(name))
  }

  @Test(arguments: few, FileWrapper.all)
  func `a document around the lines`(name: String, file: FileWrapper) throws {
    let found = try wrapped(name, [], file)
    #expect(found == Gist.plain(name))
  }

  @Test(arguments: few, nested)
  func `wrappers around wrappers`(name: String, wrappers: [LineWrapper]) throws {
    let found = try wrapped(name, wrappers)
    #expect(found == Gist.plain(name))
  }

  @Test(arguments: few, [FileWrapper.filterPretty, .filterOneLine, .eventLines, .insights, .csv])
  func `documents around wrappers`(name: String, file: FileWrapper) throws {
    for wrappers in [[LineWrapper.cri], [.cri, .fluentBit], [.docker, .fluentBit, .journalJSON]] {
      let found = try wrapped(name, wrappers, file)
      #expect(found == Gist.plain(name))
    }
  }
}
