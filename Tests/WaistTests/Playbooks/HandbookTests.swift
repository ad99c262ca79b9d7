import Foundation
import PlaybookData
import Playbooks
import TestSupport
import Testing

/// The handbook the program was built with.
@Suite struct HandbookTests {
  private static let folder = Samples.package.appending(path: "Playbooks").resolvingSymlinksInPath()
  private let handbook = PlaybookData.handbook

  @Test func `the embedded handbook is the folder's`() throws {
    var files: [Handbook.File] = []
    for name in Samples.files(in: Self.folder) where name.hasSuffix(".yaml") {
      let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
      files.append(Handbook.File(path: name, tree: try SourceTree.parse(text, file: "Playbooks/" + name)))
    }
    let read = try Handbook(files: files, digest: handbook.digest)
    #expect(read.playbooks == handbook.playbooks)
    #expect(read.steps == handbook.steps)
    #expect(read.features == handbook.features)
    #expect(read.signals == handbook.signals)
    #expect(read.routine == handbook.routine)
    #expect(handbook.digest.wholeMatch(of: /sha256:[0-9a-f]{64}/) != nil)
  }

  @Test func `every file of the folder is one cause, named for it`() {
    let names = Samples.files(in: Self.folder.appending(path: "causes")).map {
      $0.replacingOccurrences(of: ".yaml", with: "")
    }
    #expect(names == handbook.playbooks.map(\.id.raw))
  }

  @Test(.enabled(if: Samples.shared != nil, "the table of causes is not beside the checkout"))
  func `every cause of the table has a file, and its kind`() throws {
    let table = try #require(Samples.shared).appending(path: "domain/causes.md")
    var ids: Set<String> = []
    for row in try String(contentsOf: table, encoding: .utf8).split(separator: "\n") {
      guard let cells = row.firstMatch(of: /^\| `([a-z0-9-]+)` \| ([PC\/]+) \|/)?.output else { continue }
      let id = String(cells.1)
      ids.insert(id)
      let kind = handbook[CauseID(id)]?.kind
      #expect(kind == (cells.2 == "P" ? .primary : .both), "\(id)")
    }
    #expect(ids.count >= 30)
    #expect(Set(handbook.playbooks.map(\.id.raw)) == ids)
  }

  @Test func `each cause stands in one step of the walk, its own`() {
    var places: [CauseID: [Int]] = [:]
    for step in handbook.steps { for id in step.causes { places[id, default: []].append(step.number) } }
    for playbook in handbook.playbooks {
      let stepOfLog = ["subnet-exhausted", "subnet-fragmented", "subnet-discovery-misconfigured"].contains(
        playbook.id.raw)
      #expect(
        places[playbook.id] == [playbook.step]
          || (stepOfLog && places[playbook.id]?.contains(playbook.step) == true),
        "\(playbook.id): \(places[playbook.id] ?? [])")
    }
    #expect(Set(places.keys) == Set(handbook.playbooks.map(\.id)))
    #expect(handbook.steps.map(\.number) == [0, 1, 2, 3, 4, 5])
  }

  @Test func `a feature names causes that exist`() {
    for feature in handbook.features {
      for id in feature.forCauses + feature.notForCauses {
        #expect(handbook[id] != nil, "\(feature.id): \(id)")
      }
      #expect(Set(feature.forCauses).isDisjoint(with: feature.notForCauses), "\(feature.id)")
    }
  }

  @Test func `no cause yields to one that yields to it`() {
    for playbook in handbook.playbooks {
      #expect(!playbook.yieldsTo.contains(playbook.id), "\(playbook.id)")
      #expect(!playbook.confusedWith.contains { $0.cause == playbook.id }, "\(playbook.id)")
      #expect(
        playbook.proves != nil || playbook.likely != nil || playbook.suspects != nil
          || playbook.contributes != nil)
      #expect(
        !playbook.remedies.isEmpty && !playbook.sources.isEmpty && !playbook.next.isEmpty, "\(playbook.id)")
    }
  }

  @Test(arguments: ["subnet-exhausted", "subnet-fragmented", "warm-pool-hoarding"])
  func `prefix delegation is no remedy where a subnet lacks addresses`(id: String) throws {
    let playbook = try #require(handbook[CauseID(id)])
    for remedy in playbook.remedies {
      for command in remedy.commands {
        #expect(!command.template.contains(/ENABLE_PREFIX_DELEGATION["'=: ]+true/), "\(command.template)")
        #expect(!command.template.contains(/WARM_PREFIX_TARGET=[1-9]/), "\(command.template)")
      }
      #expect(
        !remedy.title.lowercased().contains(/(enable|turn on|switch on|use) prefix (delegation|mode)/),
        "\(remedy.title)")
    }
    for feature in handbook.features
    where feature.commands.contains(where: { $0.template.contains("ENABLE_PREFIX_DELEGATION=true") }) {
      #expect(!feature.forCauses.contains(playbook.id), "\(feature.id)")
    }
  }
}
