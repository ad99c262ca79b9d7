/// A ustar archive, written member after member.
enum Tar {
  /// - Parameter path: below `folder`, together at most 100 + 155 bytes.
  static func put(_ path: String, in folder: String = "", _ data: [UInt8], to sink: Sink) throws {
    try sink.put(header(path, folder, size: data.count))
    try sink.put(data)
    try sink.put([UInt8](repeating: 0, count: (512 - data.count % 512) % 512))
  }

  static func end(_ sink: Sink) throws { try sink.put([UInt8](repeating: 0, count: 1024)) }

  private static func header(_ path: String, _ folder: String, size: Int) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int, limit: Int) {
      for (index, byte) in text.utf8.prefix(limit).enumerated() { block[offset + index] = byte }
    }
    func octal(_ value: Int, _ width: Int) -> String {
      let digits = String(value, radix: 8)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    put(path, at: 0, limit: 100)
    put("0000644\u{0}0000000\u{0}0000000", at: 100, limit: 23)
    put(octal(size, 11), at: 124, limit: 11)
    // 2026-03-09T02:05:10Z: no clock is read.
    put(octal(1_773_021_910, 11), at: 136, limit: 11)
    put("        0", at: 148, limit: 9)
    put("ustar\u{0}00root", at: 257, limit: 12)
    put("root", at: 297, limit: 4)
    put(folder, at: 345, limit: 155)
    put(octal(block.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148, limit: 8)
    return block
  }
}

/// A tar of very many small members: a console log of a few lines each.
package enum MemberLoad {
  package static func write(count: Int, seed: UInt64, to sink: Sink) throws {
    var random = Seed(seed)
    for number in 0..<max(0, count) {
      let text =
        "{\"level\":\"info\",\"ts\":\"2026-03-09T02:03:03.200Z\",\"caller\":\"entrypoint.sh\",\"msg\":\"Checking for IPAM connectivity ... \"}\n"
        + "{\"level\":\"debug\",\"ts\":\"2026-03-09T02:03:04.200Z\",\"caller\":\"ipamd/ipamd.go:1180\",\"msg\":\"Reconcile existing ENI \(random.id("eni")) IP pool\"}\n"
      try Tar.put(
        "kube-system_aws-node-\(random.suffix(5))_\(random.uuid())/aws-node/\(number % 5).log",
        in: "node-\(number / 100)/var_log", Array(text.utf8), to: sink)
    }
    try Tar.end(sink)
  }
}
