/// A message as one writer of one era prints it.
struct LineForm {
  /// `zap`, `seelog-1.5.1` …, for what a failing test says.
  let name: String
  /// The file such a line is found in; its name tells seelog's writers apart.
  let file: String
  let text: String
}

/// The shapes a row has been printed in, by its writer and the releases that hold it.
struct LineForms {
  var seed = 0

  /// Every shape of the row's own releases; `message` is the filled template, in its carrier where it has one.
  func all(_ row: MessageRow, _ message: String) -> [LineForm] {
    switch row.component {
    case "kubelet" where row.level == "error-text": kubelet(row, message)
    case "kubelet", "scheduler", "vpc-rc", "aws-node":
      events(row, message) + (row.component == "kubelet" ? runtime(message) : [])
    case "entrypoint", "init": entrypoint(row, message)
    case "nodeagent", "plugin":
      row.level == "error-text"
        ? plugin(row, message) + events(row, refusedSandbox(message)) : plugin(row, message)
    case _ where row.level == "event": events(row, message)
    case _ where row.action == "AssociateTrunkInterface": events(row, message)
    default: ipamd(row, message)
    }
  }

  /// The shape of the newest release that prints the row.
  func newest(_ row: MessageRow, _ message: String) -> LineForm {
    all(row, message).last { $0.name == "zap" || $0.name == "logfmt" } ?? all(row, message)[0]
  }

  // MARK: writers

  private func ipamd(_ row: MessageRow, _ message: String) -> [LineForm] {
    seelog(row, message, file: "ipamd.log")
      + zap(row, message, file: "ipamd.log", caller: caller(row, else: "ipamd/ipamd.go"))
  }

  private func plugin(_ row: MessageRow, _ message: String) -> [LineForm] {
    seelog(row, message, file: "plugin.log")
      + zap(row, message, file: "plugin.log", caller: caller(row, else: "routed-eni-cni-plugin/cni.go"))
  }

  private func seelog(_ row: MessageRow, _ message: String, file: String) -> [LineForm] {
    guard row.first <= CNIVersion.lastSeelog else { return [] }
    let level = ["debug": "DEBUG", "info": "INFO", "warn": "WARN"][row.level] ?? "ERROR"
    let second = stamp.prefix(19)
    return [
      LineForm(name: "seelog-1.4", file: file, text: "\(second)Z [\(level)] \(message)"),
      LineForm(name: "seelog-1.5.0", file: file, text: "\(second)Z [\(level)]\t\(message)"),
      LineForm(name: "seelog-1.5.1", file: file, text: "\(stamp)Z [\(level)]\t\(message)"),
      LineForm(name: "seelog-1.6.0", file: file, text: "\(stamp)Z [\(level)] \t\(message)"),
    ]
  }

  private func zap(_ row: MessageRow, _ message: String, file: String, caller: String) -> [LineForm] {
    guard row.last > CNIVersion.lastSeelog else { return [] }
    let level = ["debug", "info", "warn", "fatal"].contains(row.level) ? row.level : "error"
    let text =
      "{\"level\":\"\(level)\",\"ts\":\"\(stamp)Z\",\"caller\":\"\(caller):653\",\"msg\":\"\(escaped(message))\"}"
    return [LineForm(name: "zap", file: file, text: text)]
  }

  private func entrypoint(_ row: MessageRow, _ message: String) -> [LineForm] {
    var forms: [LineForm] = []
    let level = ["info", "warn", "fatal"].contains(row.level) ? row.level : "error"
    let file = row.component == "init" ? "aws-vpc-cni-init.log" : "aws-node.log"
    if row.first <= CNIVersion.lastShellEntrypoint {
      let text =
        "{\"level\":\"\(level)\",\"ts\":\"\(stamp)Z\",\"caller\":\"entrypoint.sh\",\"msg\":\"\(escaped(message))\"}"
      forms.append(LineForm(name: "entrypoint-json", file: file, text: text))
    }
    if row.last > CNIVersion.lastShellEntrypoint {
      let word = level == "warn" ? "warning" : level
      let text = "time=\"\(stamp.prefix(19))Z\" level=\(word) msg=\"\(escaped(message))\""
      forms.append(LineForm(name: "logfmt", file: file, text: text))
      if row.level == "error" || row.level == "error-text" {
        forms.append(LineForm(name: "logfmt-error", file: file, text: text + " error=\"exit status 1\""))
      }
    }
    return forms
  }

  private func kubelet(_ row: MessageRow, _ message: String) -> [LineForm] {
    let trace =
      "\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x39 pc=0x5597a7c2b3f8]\n\ngoroutine 380 [running]:"
    if message.hasPrefix("panic:") {
      return [LineForm(name: "panic", file: "aws-node.log", text: message + trace)]
    }
    let header = "E0108 \(stamp.dropFirst(11))001    3021 kubelet.go:2855]"
    let text = "\(header) \"Container runtime network not ready\" networkReady=\"\(escaped(message))\""
    return [LineForm(name: "klog", file: "kubelet.log", text: text)]
  }

  /// kubelet and containerd, for what CRI answers.
  private func runtime(_ message: String) -> [LineForm] {
    guard message.contains("rpc error") || message.contains("sandbox") else { return [] }
    let klog =
      "E0108 \(stamp.dropFirst(11))001    3021 pod_workers.go:1298] \"Error syncing pod, skipping\" err=\"\(escaped(message))\" pod=\"shop/web-1\" podUID=\"6f0c\""
    let logfmt =
      "time=\"\(stamp)123456Z\" level=error msg=\"RunPodSandbox for &PodSandboxMetadata{Name:web-1,Uid:6f0c,Namespace:shop,Attempt:0,} failed, error\" error=\"\(escaped(message))\""
    return [
      LineForm(name: "klog", file: "kubelet.log", text: klog),
      LineForm(name: "containerd", file: "containerd.log", text: logfmt),
    ]
  }

  // MARK: envelopes

  /// The ways container logs are shipped, around the physical lines of a form.
  func wrapped(_ form: LineForm) -> [LineForm] {
    let lines = form.text.split(separator: "\n", omittingEmptySubsequences: false)
    func each(_ name: String, _ envelope: (Substring) -> String) -> LineForm {
      LineForm(name: form.name + "+" + name, file: "0.log", text: lines.map(envelope).joined(separator: "\n"))
    }
    return [
      each("cri") { "\(stamp)123456Z stdout F \($0)" },
      each("docker") {
        "{\"log\":\"\(escaped(String($0)))\\n\",\"stream\":\"stdout\",\"time\":\"\(stamp)123456Z\"}"
      },
      each("kubectl") { "[pod/aws-node-7xk2p/aws-node] \(stamp)123456Z \($0)" },
    ]
  }

  /// `2026-01-08T12:00:05.123`, later by a minute for each seed.
  var stamp: String {
    let minute = seed % 60
    let hour = 12 + (seed / 60) % 12
    return "2026-01-08T\(hour):\(minute < 10 ? "0" : "")\(minute):05.123"
  }

  private func caller(_ row: MessageRow, else other: String) -> String {
    if row.component == "ipamd-rpc" { return "rpc/rpc.pb.go" }
    guard row.source.hasSuffix(".go") else { return other }
    return row.source.split(separator: "/").suffix(2).joined(separator: "/")
  }

  func escaped(_ text: String) -> String {
    var out = ""
    for character in text {
      switch character {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      default: out.append(character)
      }
    }
    return out
  }
}
