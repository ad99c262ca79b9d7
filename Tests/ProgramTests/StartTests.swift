import Commands
import PlaybookData
import Playbooks
import Testing

/// What the program does not do before it has to. Each test runs in a process of its own, so that nothing the
/// other tests did counts.
@Suite struct StartTests {
  @Test func `the version, the help, the tables and the schema need no playbook`() async {
    await #expect(processExitsWith: .success) {
      for arguments in [
        ["--version"], ["--help"], ["limits", "m5.large"], ["schema"], ["limits", "--help"],
      ] {
        let code = Commands.Program.run(arguments)
        precondition(code == 0, "\(arguments) ended with \(code)")
        precondition(!PlaybookData.isDecoded, "\(arguments) asked for the handbook")
      }
    }
  }

  @Test func `a wrong flag is refused before a playbook is read`() async {
    await #expect(processExitsWith: .success) {
      precondition(Commands.Program.run(["--nope", "x"]) == 2)
      precondition(!PlaybookData.isDecoded)
    }
  }

  @Test func `an analysis asks for the handbook`() async {
    await #expect(processExitsWith: .success) {
      precondition(Commands.Program.run(["/nowhere"]) == 3)
      precondition(PlaybookData.isDecoded)
    }
  }
}
