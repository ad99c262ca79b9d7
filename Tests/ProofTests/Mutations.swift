import Foundation

/// Seeded changes of a proof, each of which makes it say something else.
struct Mutations {
  private let proof: Any
  private let original: Data
  private var random: Seeded
  private let words: [String]

  init(_ text: String, seed: Int) throws {
    proof = try JSONSerialization.jsonObject(with: Data(text.utf8))
    original = try Self.data(proof)
    random = Seeded(seed &* 31 &+ 7)
    words = Self.words(proof)
  }

  /// A changed proof and what was changed.
  mutating func next() throws -> (text: String, what: String) {
    while true {
      var what = ""
      let changed = change(proof, at: "proof", depth: 0, &what)
      let data = try Self.data(changed)
      if data != original { return (String(decoding: data, as: UTF8.self), what) }
    }
  }

  private static func data(_ value: Any) throws -> Data {
    try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])
  }

  private static func words(_ value: Any) -> [String] {
    switch value {
    case let object as [String: Any]: object.keys.sorted().flatMap { words(object[$0] ?? 0) }
    case let list as [Any]: list.flatMap(words)
    case let text as String: [text]
    default: []
    }
  }

  /// Goes down some way and changes what it finds there.
  private mutating func change(_ value: Any, at path: String, depth: Int, _ what: inout String) -> Any {
    let stops = depth > 2 && random.chance(15)
    if let object = value as? [String: Any], let key = object.keys.sorted().randomElement(using: &random) {
      var object = object
      if stops {
        what = "\(path) without \(key)"
        object[key] = nil
        if random.chance(40) { object[key + "s"] = value }
      } else {
        object[key] = change(object[key] ?? NSNull(), at: "\(path).\(key)", depth: depth + 1, &what)
      }
      return object
    }
    if let list = value as? [Any] {
      if list.isEmpty || stops { return self.list(list, at: path, &what) }
      var list = list
      let index = random.number(0...list.count - 1)
      list[index] = change(list[index], at: "\(path)[\(index)]", depth: depth + 1, &what)
      return list
    }
    let new = leaf(value)
    what = "\(path) from \(value) to \(new)"
    return new
  }

  /// Drops, repeats, swaps or adds an element.
  private mutating func list(_ list: [Any], at path: String, _ what: inout String) -> Any {
    var list = list
    let kind = list.isEmpty ? 3 : random.number(0...3)
    what = "\(path), change \(kind) of its elements"
    switch kind {
    case 0: list.remove(at: random.number(0...list.count - 1))
    case 1: list.append(list[random.number(0...list.count - 1)])
    case 2: list.swapAt(random.number(0...list.count - 1), random.number(0...list.count - 1))
    default: list.append(words.randomElement(using: &random) ?? "x")
    }
    return list
  }

  private mutating func leaf(_ value: Any) -> Any {
    if value is NSNull { return random.chance(50) ? 0 : (words.randomElement(using: &random) ?? "x") as Any }
    if let text = value as? String {
      if random.chance(20) { return NSNull() }
      if random.chance(50) { return words.randomElement(using: &random) ?? "x" }
      return near(text)
    }
    guard let number = value as? NSNumber else { return 1 }
    // Written as JSON a truth is a word and a number is not.
    let written = (try? JSONSerialization.data(withJSONObject: [value])).map {
      String(decoding: $0, as: UTF8.self)
    }
    if written == "[true]" || written == "[false]" { return !number.boolValue }
    return number.intValue + (random.chance(50) ? 1 : -1) * random.number(1...20)
  }

  /// One digit is another one.
  private mutating func near(_ text: String) -> String {
    var bytes = Array(text.utf8)
    let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
    guard let index = digits.randomElement(using: &random) else { return text + "x" }
    bytes[index] = 48 + (bytes[index] - 48 + UInt8(random.number(1...9))) % 10
    return String(decoding: bytes, as: UTF8.self)
  }
}
