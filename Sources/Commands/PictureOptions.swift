import ArgumentParser
import Reports
import VPCModel

/// How `subnet` draws the address maps.
struct PictureOptions: ParsableArguments {
  @Option(help: "Draw the address map: none, auto (larger subnets zoomed) or full (one cell an address).")
  var map: SubnetRenderer.MapChoice = .auto
  @Option(help: ArgumentHelp("Also draw the maps as one SVG picture.", valueName: "file"))
  var svg: String?
  @Option(help: "auto, always or never.")
  var color: ColorChoice = .auto
  @Flag(help: "ASCII marks and glyphs only.")
  var ascii = false

  /// - Parameter toFile: colour is for eyes, not for files.
  func options(exitCode: Int32, toFile: Bool) -> RenderOptions {
    RenderOptions(
      exitCode: exitCode, width: Terminal.columns, usesColor: !toFile && Terminal.usesColor(color),
      usesASCII: ascii)
  }
}

extension SubnetRenderer.MapChoice: ExpressibleByArgument {}

/// Which nodes would have to go for so many free /28.
struct DrainOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Say what to drain for so many free aligned /28 in each subnet, or who prevents it.",
      valueName: "blocks"))
  var need: Int?
  @Option(help: "With --need, what is released at a time: node or eni.")
  var by: DrainPlan.Grain?

  func validate() throws {
    if let need, !(0...65_536).contains(need) {
      throw ValidationError("--need \"\(need)\": write 0 to 65536")
    }
    if by != nil && need == nil { throw ValidationError("--by: give --need as well") }
  }

  var drains: SubnetRenderer.Drains? {
    need.map { SubnetRenderer.Drains(need: $0, grain: by ?? .node) }
  }
}

extension DrainPlan.Grain: ExpressibleByArgument {}
