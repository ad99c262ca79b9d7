import Foundation
import TestSupport
import Testing

/// `subnet` with its pictures and plans, as the built program does them.
@Suite(.enabled(if: Program.path != nil, "the program is not built"))
struct SubnetOptionsTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  private let sample = Samples.cases.appending(path: "subnet-fragmented/prefix-mode-scattered/input").path

  @Test(arguments: [
    ["--map", "huge"], ["--need", "-1"], ["--need", "many"], ["--need", "65537"], ["--by", "eni"],
    ["--need", "2", "--by", "pod"], ["--color", "blue"], ["--svg", "/nowhere/deep/map.svg"],
  ])
  func `a wrong option is exit 2 and nothing on stdout`(arguments: [String]) throws {
    let run = try Program.run(["subnet", sample] + arguments)
    #expect(run.exitCode == 2)
    #expect(run.output.isEmpty)
    #expect(!run.errors.isEmpty)
  }

  @Test func `a pipe gets no colour, and ASCII means ASCII`() throws {
    let plain = try Program.run(["subnet", sample]).output
    #expect(!plain.contains("\u{1B}") && plain.contains("█"))
    #expect(try Program.run(["subnet", sample, "--color", "always"]).output.contains("\u{1B}[94m█"))
    let ascii = try Program.run(["subnet", sample, "--ascii"]).output
    #expect(ascii.unicodeScalars.allSatisfy { $0.value < 0x7F })
    #expect(!(try Program.run(["subnet", sample, "--map", "none"]).output.contains("█")))
    for text in [plain, ascii] { #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }) }
  }

  @Test func `the picture goes to a file of its own and replaces none unasked`() throws {
    let file = place.folder.appending(path: "map.svg").path
    let run = try Program.run(["subnet", sample, "--svg", file])
    #expect(run.exitCode == 0)
    let svg = try String(contentsOfFile: file, encoding: .utf8)
    #expect(svg.hasPrefix("<svg ") && svg.contains("subnet-0cde920fdc852358f"))
    #expect(try Program.run(["subnet", sample, "--svg", file]).exitCode == 2)
    #expect(try Program.run(["subnet", sample, "--svg", file, "--force"]).exitCode == 0)
    #expect(try Program.run(["subnet", sample, "--svg", file, "-o", file, "--force"]).exitCode == 2)
  }

  @Test func `a plan is in text and JSON, and only when asked for`() throws {
    let text = try Program.run(["subnet", sample, "--need", "4"]).output
    #expect(text.contains("4 free /28 wanted, 0 now"))
    let json = try Program.run(["subnet", sample, "--need", "4", "--by", "eni", "--format", "json"]).output
    let tree = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let subnet = try #require((tree["subnets"] as? [[String: Any]])?.first)
    let drains = try #require(subnet["drains"] as? [String: Any])
    #expect(drains["need"] as? Int == 4 && drains["by"] as? String == "eni")
    #expect(drains["freeNow"] as? Int == subnet["freeAligned28"] as? Int)
    #expect(!(try Program.run(["subnet", sample, "--format", "json"]).output.contains("\"drains\"")))
  }
}
