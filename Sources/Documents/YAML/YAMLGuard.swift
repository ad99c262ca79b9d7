import Evidence

/// What must not reach the YAML parser: alias bombs and nesting that would eat the stack.
enum YAMLGuard {
  /// kubectl writes no aliases at all; people use a few. With n of them a text grows at most e^(n/e)-fold.
  private static let mostAliases = 20
  private static let deepest = 200

  static func refusal(of part: YAMLText.Part) -> InputProblem? {
    var anchors = 0
    var aliases = 0
    var flowDepth = 0
    var indents: [Int] = []
    for line in part.lines where !line.isBlank {
      let place = { (text: String) in InputProblem(line: line.number, byte: line.byte, text) }
      while let last = indents.last, last >= line.indent { indents.removeLast() }
      indents.append(line.indent)
      let scan = LineScan(line.bytes)
      anchors += scan.anchors
      aliases += scan.aliases
      flowDepth = max(0, flowDepth + scan.flowBalance)
      if indents.count > deepest || scan.dashes > deepest || flowDepth + scan.flowPeak > deepest {
        return place("YAML nested more than \(deepest) levels deep; this object is not read")
      }
      if anchors > 0 && aliases > mostAliases {
        return place(
          "YAML with more than \(mostAliases) aliases; this object is not read, as it may be a bomb")
      }
    }
    return nil
  }

  /// Counts that need no knowledge of YAML: too many of anything is refused, whatever it means.
  private struct LineScan {
    var anchors = 0
    var aliases = 0
    var dashes = 0
    var flowBalance = 0
    var flowPeak = 0

    init(_ line: ArraySlice<UInt8>) {
      var previous: UInt8 = 32
      var leads = true
      var quote: UInt8?
      for byte in line {
        if let open = quote {
          if byte == open { quote = nil }
          previous = byte
          continue
        }
        let opensWord =
          previous == 32 || previous == UInt8(ascii: "[") || previous == UInt8(ascii: ",")
          || previous == UInt8(ascii: "{") || previous == 9
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): if opensWord { quote = byte }
        case UInt8(ascii: "&"): if opensWord { anchors += 1 }
        case UInt8(ascii: "*"): if opensWord { aliases += 1 }
        case UInt8(ascii: "["), UInt8(ascii: "{"):
          flowBalance += 1
          flowPeak = max(flowPeak, flowBalance)
        case UInt8(ascii: "]"), UInt8(ascii: "}"): flowBalance -= 1
        case UInt8(ascii: "-"), UInt8(ascii: "?"): if leads { dashes += 1 }
        default: break
        }
        if byte != 32 && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "?") { leads = false }
        previous = byte
      }
    }
  }
}
