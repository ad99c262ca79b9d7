import ArgumentParser
import FoundationEssentials
import Glibc
import Intake

/// The version of the program and of the report it writes.
package enum ProgramVersion {
  package static let number = "0.1.0"
}

/// `ipamtriage`: the command line, and the one place that ends the process.
package struct Program: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: name,
    abstract:
      "Says why pods on Amazon EKS hang in ContainerCreating, from the logs and documents you collected.",
    discussion: """
      \(name) FOLDER analyses what is in a folder: ipamd.log, kubectl logs, events, describe-subnets and
      describe-network-interfaces JSON, support bundles. It prints the root cause with its proof, what was
      ruled out, and what to do. `-` reads standard input.
      """,
    version: "ipamtriage \(ProgramVersion.number)",
    subcommands: [
      AnalyzeCommand.self, CollectCommand.self, LimitsCommand.self, ExplainCommand.self,
      PlaybooksCommand.self,
      SubnetCommand.self, SimulateCommand.self, WhyCommand.self, CompareCommand.self, ReportCommand.self,
      TicketCommand.self,
      RedactCommand.self, BatchCommand.self, FleetCommand.self, ScanCommand.self, MergeCommand.self,
      SchemaCommand.self,
    ],
    defaultSubcommand: AnalyzeCommand.self)

  /// Installed as a kubectl plugin the help says so.
  static var name: String {
    let called = CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? ""
    return called.hasPrefix("kubectl-") ? "kubectl ipamtriage" : "ipamtriage"
  }

  package init() {}

  /// Runs the program and exits with the codes of the contract: usage errors are 2, bugs 70.
  package static func main() {
    // A reader that closed the pipe ends the program quietly.
    StandardStream.endQuietlyOnClosedPipe()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments != versionArguments { Interrupts.watch() }
    Glibc.exit(run(arguments))
  }

  private static let versionArguments = ["--version"]

  /// Runs the command that `arguments` ask for and says its exit code.
  package static func run(_ arguments: [String]) -> Int32 {
    // Asked by scripts before each run, and answered before the parser of arguments has set itself up.
    if arguments == versionArguments {
      Output.print(configuration.version + "\n")
      return 0
    }
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
      return 0
    } catch let code as ExitCode {
      return code.rawValue
    } catch let error as ProgramError {
      Terminal.complain(error.description)
      return error.exitCode
    } catch {
      if exitCode(for: error) == .success {
        Output.print(fullMessage(for: error) + "\n")
        return 0
      }
      Terminal.complain(fullMessage(for: error))
      return 2
    }
  }
}

/// What stops a command, in one line, with its exit code.
struct ProgramError: Error, CustomStringConvertible {
  let description: String
  let exitCode: Int32
  init(_ description: String, exitCode: Int32 = 2) {
    self.description = description
    self.exitCode = exitCode
  }
}

/// The terminal, if there is one.
enum Terminal {
  static func complain(_ text: String) {
    StandardStream.error.write("ipamtriage: \(text)\n")
  }

  /// Colour only for eyes: a terminal, `TERM` not dumb; `CLICOLOR_FORCE` forces it, `NO_COLOR` beats all.
  static func usesColor(_ choice: ColorChoice) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto:
      if environment("NO_COLOR") != nil { return false }
      if let force = environment("CLICOLOR_FORCE"), force != "0" { return true }
      if environment("TERM") == "dumb" || environment("CI") != nil { return false }
      return StandardStream.output.isTerminal
    }
  }

  /// `COLUMNS`, else 80: a report is pasted more often than it is read wide.
  static var columns: Int { environment("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80 }

  /// An environment variable that is set and not empty.
  static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }
enum FailOn: String, ExpressibleByArgument, CaseIterable { case none, warning, error }
