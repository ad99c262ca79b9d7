/// One JSON object under construction, indented by four blanks a level as the AWS CLI prints, or not at all.
struct Indented {
  private(set) var text = ""
  private let isSingleLine: Bool
  private var depth: Int
  private var isFirst = true

  init(isSingleLine: Bool, depth: Int) {
    self.isSingleLine = isSingleLine
    self.depth = depth
    text.reserveCapacity(8192)
  }

  mutating func open(_ bracket: String) {
    if !isSingleLine, isFirst { text += indent }
    text += bracket
    depth += 1
    isFirst = true
  }

  mutating func close(_ bracket: String) {
    depth -= 1
    if !isSingleLine, !isFirst { text += "\n" + indent }
    text += bracket
    isFirst = false
  }

  /// A string that needs no escape.
  mutating func member(_ key: String, _ value: String) { literal(key, "\"\(value)\"") }

  mutating func literal(_ key: String, _ value: String) {
    name(key)
    text += value
  }

  mutating func object(_ key: String, _ members: (inout Indented) -> Void) {
    name(key)
    text += "{"
    depth += 1
    isFirst = true
    members(&self)
    close("}")
  }

  /// An array of objects whose values are literals.
  mutating func array(_ key: String, _ elements: [[(String, String)]]) {
    name(key)
    text += "["
    depth += 1
    isFirst = true
    for element in elements {
      next()
      text += "{"
      depth += 1
      isFirst = true
      for (key, value) in element { literal(key, value) }
      close("}")
    }
    close("]")
  }

  private mutating func name(_ key: String) {
    next()
    text += isSingleLine ? "\"\(key)\":" : "\"\(key)\": "
  }

  private mutating func next() {
    if !isFirst { text += "," }
    if !isSingleLine { text += "\n" + indent }
    isFirst = false
  }

  private var indent: String { String(repeating: "    ", count: depth) }
}
