import Foundation
import FuzzTargets
import TestSupport
import Testing

/// What the fuzzer starts from, and what it once found: every file of the corpus keeps its target's promises, whole and
/// damaged.
@Suite struct CorpusTests {
  private static let folder = Samples.package.appending(path: "Sources/Fuzz/Corpus")

  struct Seed: CustomTestStringConvertible, Sendable {
    let target: String
    let file: String
    var testDescription: String { "\(target)/\(file)" }
  }

  private static let seeds = FuzzTarget.all.flatMap { target in
    Samples.files(in: folder.appending(path: target.name)).map { Seed(target: target.name, file: $0) }
  }

  @Test func `every target has a corpus, and every corpus a target`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(folders.sorted() == FuzzTarget.all.map(\.name))
    for name in folders { #expect(Self.seeds.count { $0.target == name } >= 8, "\(name)") }
  }

  @Test(arguments: seeds) func `a file of the corpus keeps the promises of its target`(seed: Seed) throws {
    let target = try #require(FuzzTarget.named(seed.target))
    let file = Self.folder.appending(path: seed.target).appending(path: seed.file)
    let bytes = [UInt8](try Data(contentsOf: file))
    #expect(bytes.count <= 16_384, "the corpus is of small files")
    #expect(target.check(bytes) == nil)
    var damage = Damage(seed: "\(seed.target)/\(seed.file)")
    for _ in 0..<40 {
      let damaged = damage.done(to: bytes)
      let fault = target.check(damaged)
      #expect(fault == nil, "\(Data(damaged).base64EncodedString())")
    }
  }
}
