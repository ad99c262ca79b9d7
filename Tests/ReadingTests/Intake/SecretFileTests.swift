import Foundation
import Intake
import Testing

@Suite struct SecretFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "secret-" + UUID().uuidString)
  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false) }

  private func file(_ mode: Int, _ text: String = "token\n") throws -> String {
    let path = folder.appending(path: UUID().uuidString).path
    #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8)))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  @Test func `only a file that nobody else may read is read`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(SecretFile.read(try file(0o600), most: 10) == .text("token\n"))
    #expect(SecretFile.read(try file(0o400), most: 6) == .text("token\n"))
    #expect(SecretFile.read(try file(0o400), most: 5) == .tooLong)
    for mode in [0o644, 0o640, 0o604, 0o660, 0o610, 0o602] {
      #expect(SecretFile.read(try file(mode), most: 10) == .open(mode: String(mode, radix: 8)))
    }
    #expect(SecretFile.read(folder.path, most: 10) == .notAFile)
    #expect(SecretFile.read(folder.path + "/none", most: 10) == .missing)
    let link = folder.appending(path: "link").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: try file(0o600))
    #expect(SecretFile.read(link, most: 10) == .notAFile)
    #expect(SecretFile.read("/dev/null", most: 10) == .notAFile)
  }
}
