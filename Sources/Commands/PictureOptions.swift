import ArgumentParser
import Reports

/// How `subnet` draws the address maps.
struct PictureOptions: ParsableArguments {
  @Option(help: "Draw the address map: none, auto (larger subnets zoomed) or full (one cell an address).")
  var map: SubnetRenderer.MapChoice = .auto
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
