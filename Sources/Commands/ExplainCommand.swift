import ArgumentParser
import Evidence
import Playbooks
import Triage

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "The handbook page of one cause, offline; also: confidence, alarms, features, facts.")
  @Argument(help: "A cause id, or confidence, alarms, features, facts.")
  var topic: String
  @OptionGroup var playbooks: PlaybookOptions

  func run() throws {
    let handbook = try playbooks.handbook()
    switch topic {
    case "confidence": Output.print(HandbookPage.confidence)
    case "alarms": Output.print(HandbookPage.alarms)
    case "features": Output.print(HandbookPage.features(handbook))
    case "facts": Output.print(HandbookPage.facts)
    default:
      guard let playbook = handbook[CauseID(topic)] else { throw unknownCause(topic, handbook) }
      Output.print(HandbookPage.text(of: playbook))
    }
  }
}

/// Pages of the handbook as plain text, 80 columns.
enum HandbookPage {
  static func text(of playbook: Playbook) -> String {
    var out = "\(playbook.id.raw)   step \(playbook.step)\n\(playbook.title)\n\n"
    out += wrap(playbook.says, indent: "  ") + "\n"
    if !playbook.confusedWith.isEmpty {
      out += "\nEasily taken for\n"
      for confusion in playbook.confusedWith {
        out += wrap("\(confusion.cause.raw): \(confusion.because)", indent: "  ") + "\n"
        if let command = confusion.decide { out += "    \(command.filled([:]))\n" }
      }
    }
    if !playbook.next.isEmpty {
      out += "\nTo find out\n"
      for command in playbook.next { out += "    \(command.filled([:]))\n" }
    }
    if !playbook.remedies.isEmpty { out += "\nWhat to do\n" }
    for remedy in playbook.remedies {
      out += wrap(remedy.title, indent: "  ") + "\n"
      for command in remedy.commands { out += "    \(command.filled([:]))\n" }
      let facts = [
        ("effect", remedy.effect), ("risk", remedy.risk), ("before", remedy.precondition),
        ("check", remedy.verify),
        ("back", remedy.rollback),
      ]
      for (name, value) in facts where !value.isEmpty {
        out += wrap("\(name): \(value)", indent: "    ") + "\n"
      }
    }
    out += "\nCNI versions \(playbook.versions)\n"
    for source in playbook.sources { out += "  \(source)\n" }
    return out
  }

  static var confidence: String {
    var out = "Confidence ranks findings; it is no probability.\n\n"
    for row in Confidence.table {
      let value = String(Int(row.value * 100 + 0.5))
      out += "  0.\(value.count < 2 ? "0" + value : value)  \(row.basis.rawValue): \(row.source)\n"
    }
    return out
  }

  static let alarms = """
    Metrics worth an alarm (aws-node, :61678/metrics)

      awscni_no_available_ip_addresses   pods refused for lack of an address (v1.16+)
      awscni_aws_api_error_count         by EC2 code; InsufficientFreeAddressesInSubnet
                                         and InsufficientCidrBlocks above all
      awscni_force_removed_enis          an ENI vanished with pods on it
      awscni_force_removed_ips           an address vanished under a pod

    Events worth an alarm: MissingIAMPermissions on aws-node pods,
    BranchAllocationFailed, and FailedCreatePodSandBox that lasts.

    Counters begin again at zero with each restart of ipamd: compare with
    process_start_time_seconds.

    """

  static var facts: String {
    var out = "Facts that playbooks may ask for. A fact that is not known is undetermined, never false.\n"
    var scope: Scope?
    for fact in FactCatalog.all {
      if fact.scope != scope {
        scope = fact.scope
        out += "\n\(fact.scope.rawValue)\n"
      }
      let unit = fact.unit.isEmpty ? fact.kind.rawValue : fact.unit
      out += "  \(fact.name) (\(unit))\n" + wrap(fact.source, indent: "      ") + "\n"
    }
    return out
  }

  static func features(_ handbook: Handbook) -> String {
    var out = ""
    for feature in handbook.features {
      out += "\(feature.id)\n" + wrap(feature.title, indent: "  ") + "\n"
      for (name, lines) in [
        ("helps", feature.helps), ("does not fix", feature.doesNotFix), ("needs", feature.needs),
      ] {
        for line in lines { out += wrap("\(name): \(line)", indent: "    ") + "\n" }
      }
      for command in feature.commands { out += "      \(command.filled([:]))\n" }
      out += wrap("check: \(feature.verify)", indent: "    ") + "\n\n"
    }
    return out
  }

  static func wrap(_ text: String, indent: String, width: Int = 80) -> String {
    var lines: [String] = []
    var line = indent
    for word in text.split(whereSeparator: \.isWhitespace) {
      if line.count + word.count + 1 > width, line != indent {
        lines.append(line)
        line = indent
      }
      line += line == indent ? String(word) : " " + word
    }
    lines.append(line)
    return lines.joined(separator: "\n")
  }
}
