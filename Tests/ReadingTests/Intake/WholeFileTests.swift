import Foundation
import Intake
import Testing

@Suite(.serialized) struct WholeFileTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() }
  }

  @Test func `what an interrupt finds half-written is removed`() throws {
    let file = "\(scratch.path)/report.1.part"
    let descriptor = try #require(Interrupts.create(file))
    #expect(try files == ["report.1.part"])
    Interrupts.tidy()
    #expect(try files.isEmpty)
    close(descriptor)
    // What is in its place is nobody's to remove.
    #expect(WholeFile.write("whole\n", to: "\(scratch.path)/report"))
    Interrupts.tidy()
    #expect(try files == ["report"])
  }

  @Test func `a file is replaced whole, a name that is taken is passed over`() throws {
    let file = try scratch.write("report", "old")
    let taken = try scratch.write("report.\(getpid()).part", "of a run that was killed")
    #expect(WholeFile.write("new\n", to: file))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "new\n")
    #expect(try String(contentsOfFile: taken, encoding: .utf8) == "of a run that was killed")
    #expect(try files.count == 2)
  }

  @Test func `a text that is made in pieces is there when all of them are`() throws {
    let file = "\(scratch.path)/report"
    let isWhole = WholeFile.write(to: file) { put in
      let isPut = put("one\n") && put("") && put("two\n")
      // Nobody finds half a report.
      #expect((try? files.contains("report")) == false)
      return isPut
    }
    #expect(isWhole)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "one\ntwo\n")
    #expect(!WholeFile.write(to: file) { put in put("cut") && false })
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "one\ntwo\n")
    #expect(try files == ["report"])
  }

  @Test func `what cannot be written leaves nothing`() throws {
    try scratch.write("folder/inside", "x")
    #expect(!WholeFile.write("new", to: "\(scratch.path)/folder"))
    #expect(!WholeFile.write("new", to: "\(scratch.path)/none/report"))
    #expect(try files == ["folder"])
  }
}
