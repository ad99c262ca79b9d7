import VPCModel

/// A map read back from the lines of a terminal, by the glyphs that the handbook of the picture promises.
struct DrawnMap {
  /// One cell: its glyph and the mark behind it, where cells have one.
  struct Cell: Equatable {
    var glyph: Character
    var mark: Character
  }

  var labels: [String] = []
  var cells: [Cell] = []
  /// Cells in front of which a bracket says that their block is free.
  var openBlocks: [Int] = []
  /// Columns of the widest line of the picture.
  var columns = 0

  static let unicode: [Character: OwnerClass] = [
    "█": .pods, "░": .warm, "▓": .podsAndWarm, "◆": .eniPrimary, "△": .branch, "!": .leaked,
    "L": .loadBalancer, "λ": .lambda, "R": .rds, "E": .vpcEndpoint, "N": .nat, "C": .controlPlane,
    "o": .other, "=": .cidrReservation, "×": .reserved, "·": .free, "□": .free,
  ]
  static let ascii: [Character: OwnerClass] = [
    "P": .pods, "w": .warm, "#": .podsAndWarm, "@": .eniPrimary, "b": .branch, "!": .leaked,
    "L": .loadBalancer, "f": .lambda, "R": .rds, "E": .vpcEndpoint, "N": .nat, "C": .controlPlane,
    "o": .other, "=": .cidrReservation, "x": .reserved, ".": .free, "_": .free,
  ]

  /// Cells of one address: after the label a border, then sixteen cells and a border, again and again.
  init(addresses text: String) {
    for line in Self.lines(of: text) {
      let (label, body) = Self.split(line)
      labels.append(label)
      columns = max(columns, line.count)
      var rest = Array(body)
      var isOpen = false
      while rest.count >= 17 {
        let border = rest.removeFirst()
        if border == "[" || (border == "|" && isOpen) {
          openBlocks.append(cells.count)
          isOpen = true
        } else {
          isOpen = false
        }
        cells += rest.prefix(16).map { Cell(glyph: $0, mark: " ") }
        rest.removeFirst(16)
        // Words at the end of a line begin with two spaces behind the last border.
        if rest.count < 17 || (rest.count > 2 && rest[1] == " " && rest[2] == " ") { break }
      }
    }
  }

  /// Cells of two columns, in groups of eight with a space between.
  init(zoomed text: String) {
    for line in Self.lines(of: text) {
      let (label, body) = Self.split(line)
      labels.append(label)
      columns = max(columns, line.count)
      var rest = Array(body.dropFirst())
      // Spaces at the end of a line are not written.
      while rest.count % 17 != 16 { rest.append(" ") }
      for (place, pair) in rest.enumerated() where place % 17 != 16 && place % 17 % 2 == 0 {
        let cell = Cell(glyph: pair, mark: rest[place + 1])
        if cell.glyph != " " { cells.append(cell) }
      }
    }
  }

  /// Lines that begin with a label; sequences that set colours are taken off.
  static func lines(of text: String) -> [String] {
    var plain = ""
    var isInSequence = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1B}" { isInSequence = true }
      if !isInSequence { plain.unicodeScalars.append(scalar) }
      if isInSequence && scalar == "m" { isInSequence = false }
    }
    return plain.split(separator: "\n").map(String.init).filter { line in
      let word = line.drop { $0 == " " }.prefix { $0 != " " && $0 != "[" }
      return line.hasPrefix("  ") && word.first == "." && word.count > 1
        && word.dropFirst().allSatisfy { $0.isNumber || $0 == "." }
    }
  }

  /// The label and what stands behind its column.
  private static func split(_ line: String) -> (label: String, body: Substring) {
    let indent = line.prefix { $0 == " " }.count
    let label = line.dropFirst(indent).prefix { $0 != " " && $0 != "[" }
    let octets = label.filter { $0 == "." }.count
    return (String(label), line.dropFirst(indent + (octets == 1 ? 4 : 8)))
  }
}
