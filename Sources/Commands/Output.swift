import ArgumentParser
import FoundationEssentials
import Glibc
import Intake
import Reports

/// Where reports go.
enum Output {
  /// Writes to stdout. A closed pipe ends the program quietly by its signal; a full disk is said.
  static func print(_ text: String) { print { put in put(text) } }

  /// The same with a text that is made in pieces: `make` puts one after another and says whether that was all.
  static func print(_ make: (@escaping Sink) -> Bool) {
    if make({ StandardStream.output.write($0) }) { return }
    Terminal.complain("standard output cannot be written; check the disk it goes to")
    Glibc.exit(2)
  }

  /// Refuses what exists, unless `force`, and folders. A device or a pipe is no file to keep.
  static func check(_ file: String, force: Bool) throws {
    switch kind(of: resolved(file)) {
    case nil: break
    case .typeDirectory?: throw ProgramError("\(file): is a folder; name a file in it")
    case .typeRegular?:
      if !force { throw ProgramError("\(file): exists already; choose another name or --force") }
    default: break
    }
  }

  /// Whole or not at all: written beside its place and moved there. A device or a pipe is written to directly,
  /// since moving a file onto it would replace it.
  static func write(_ text: String, to file: String, force: Bool) throws {
    try write(to: file, force: force) { put in put(text) }
  }

  /// The same with a text that is made in pieces.
  static func write(to file: String, force: Bool, _ make: (@escaping Sink) -> Bool) throws {
    try check(file, force: force)
    let failure = ProgramError("\(file): cannot be written; check the folder and its permissions")
    let place = resolved(file)
    if let kind = kind(of: place), kind != .typeRegular {
      guard StandardStream.append(to: place, make) else { throw failure }
      return
    }
    guard WholeFile.write(to: place, make) else { throw failure }
  }

  private static func resolved(_ file: String) -> String {
    URL(fileURLWithPath: file).resolvingSymlinksInPath().path
  }

  private static func kind(of file: String) -> FileAttributeType? {
    (try? FileManager.default.attributesOfItem(atPath: file))?[.type] as? FileAttributeType
  }
}
