import CaseStore
import FoundationEssentials
import Intake

/// Where the store lies, opened and held for this run alone.
package struct StorePlace {
  package let store: CaseStore
  private let hold: HeldFile

  /// - Parameter path: as given; nil is `$XDG_STATE_HOME/ipamtriage/cases.sqlite`.
  package init(_ path: String?, mayCreate: Bool = true) throws {
    let path = try path ?? Self.standard(mayCreate: mayCreate)
    if !mayCreate, !FileManager.default.fileExists(atPath: path) {
      throw ProgramError("\(path): no store there; `ipamtriage batch` makes one", exitCode: 3)
    }
    do throws(HeldFile.Failure) { hold = try HeldFile(path: path) } catch {
      switch error {
      case .held: throw StoreError.locked(path)
      case .system(let code): throw StoreError.unreadable(path, HeldFile.words(code))
      }
    }
    store = try CaseStore(path: path)
  }

  private static func standard(mayCreate: Bool) throws -> String {
    let home =
      Terminal.environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? Terminal.environment("HOME").map { $0 + "/.local/state" }
    guard let home else { throw ProgramError("no HOME to keep the store in; give --store FILE") }
    let folder = home + "/ipamtriage"
    if mayCreate {
      try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    return folder + "/cases.sqlite"
  }
}
