import ArgumentParser
import Collectors
import Patterns
import Playbooks

struct PlaybooksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "playbooks", abstract: "What the program knows: list, show, lint, test.",
    subcommands: [List.self, Show.self, Lint.self, Test.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Every cause, or every pattern.")
    @OptionGroup var playbooks: PlaybookOptions
    @Option(help: "text, or regex: each pattern in the form Rust's regex engine takes, one a line.")
    var format = "text"

    func run() throws {
      let handbook = try playbooks.handbook()
      switch format {
      case "text":
        for playbook in handbook.playbooks.sorted(by: { ($0.step, $0.id) < ($1.step, $1.id) }) {
          Output.print("\(playbook.step)  \(pad(playbook.id.raw, 32))\(playbook.title)\n")
        }
      case "regex":
        for pattern in handbook.playbooks.flatMap(\.patterns) {
          Output.print(RustRegex.form(of: pattern) + "\n")
        }
      default: throw ProgramError("--format \"\(format)\": text or regex")
      }
    }

    private func pad(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "One cause with its patterns and rules.")
    @Argument var cause: String
    @OptionGroup var playbooks: PlaybookOptions

    func run() throws {
      let handbook = try playbooks.handbook()
      guard let playbook = handbook[CauseID(cause)] else { throw unknownCause(cause, handbook) }
      var out = HandbookPage.text(of: playbook)
      out += "\nPatterns\n"
      for pattern in playbook.patterns {
        out += "  \(pattern.name)\n    \(pattern.regex)\n"
        for text in pattern.matches { out += "      matches  \(text.prefix(150))\n" }
        for text in pattern.ignores { out += "      ignores  \(text.prefix(150))\n" }
      }
      Output.print(out)
    }
  }

  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint", abstract: "Checks every playbook; 2 when one is wrong.")
    @OptionGroup var playbooks: PlaybookOptions

    func run() throws {
      let handbook = try playbooks.handbook()
      let problems = PlaybookChecks.problems(of: handbook)
      for line in problems + PlaybookChecks.advice(for: handbook) { Output.print(line + "\n") }
      Output.print(
        "\(handbook.playbooks.count) playbooks, \(handbook.patterns.count) patterns, \(problems.count) problems\n"
      )
      if !problems.isEmpty { throw ExitCode(2) }
    }
  }

  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test", abstract: "Which pattern a line shows, and the causes it can support.")
    @Argument(help: "Log lines; none: the examples of the playbooks themselves.")
    var lines: [String] = []
    @OptionGroup var playbooks: PlaybookOptions

    func run() throws {
      let handbook = try playbooks.handbook()
      if lines.isEmpty {
        let problems = PlaybookChecks.problems(of: handbook)
        for line in problems { Output.print(line + "\n") }
        let examples = handbook.patterns.reduce(0) { $0 + $1.matches.count + $1.ignores.count }
        Output.print("\(examples) examples, \(problems.count) wrong\n")
        if !problems.isEmpty { throw ExitCode(2) }
        return
      }
      let recognizer = Recognizer(handbook)
      for line in lines {
        Output.print(line + "\n")
        let found = recognizer.recognize(line)
        if found.isEmpty { Output.print("  not recognised\n") }
        for hit in found {
          let causes = hit.causes.map { "\($0.cause) (\($0.role))" }.joined(separator: ", ")
          Output.print("  \(hit.name)  \(hit.fact)\(causes.isEmpty ? "" : "  " + causes)\n")
        }
      }
      if lines.contains(where: { recognizer.recognize($0).isEmpty }) { throw ExitCode(3) }
    }
  }
}

func unknownCause(_ id: String, _ handbook: Handbook) -> ProgramError {
  let near = suggestion(for: id, among: handbook.playbooks.map(\.id.raw))
  return ProgramError(
    "no cause \"\(id)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? "; see `ipamtriage playbooks list`"),
    exitCode: 3)
}
