import Evidence

// Each type beside its two directions: fields in the order they stand in.

extension String: Embedded {
  func write(to writer: inout EmbeddedWriter) { writer.text(self) }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) { self = try reader.text() }
}

extension Int: Embedded {
  func write(to writer: inout EmbeddedWriter) { writer.number(UInt64(bitPattern: Int64(self))) }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self = Int(truncatingIfNeeded: try reader.number())
  }
}

extension Double: Embedded {
  func write(to writer: inout EmbeddedWriter) { writer.number(bitPattern) }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(bitPattern: try reader.number())
  }
}

extension Bool: Embedded {
  func write(to writer: inout EmbeddedWriter) { writer.number(self ? 1 : 0) }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) { self = try reader.number() == 1 }
}

extension Array: Embedded where Element: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    writer.number(UInt64(count))
    for item in self { item.write(to: &writer) }
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    let count = try reader.count()
    self = []
    if count == 0 { return }
    // The count is bounded by the bytes left; what one item takes in memory is not.
    reserveCapacity(Swift.min(count, 256))
    for _ in 0..<count { append(try Element(from: &reader)) }
  }
}

extension Optional: Embedded where Wrapped: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    writer.number(self == nil ? 0 : 1)
    self?.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self = try reader.number() == 0 ? nil : try Wrapped(from: &reader)
  }
}

/// A choice among fixed cases: its number among all.
extension Embedded where Self: CaseIterable & Equatable, AllCases == [Self] {
  func write(to writer: inout EmbeddedWriter) {
    for (number, choice) in Self.allCases.enumerated() where choice == self { writer.number(UInt64(number)) }
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    let number = try reader.number()
    let all = Self.allCases
    guard number < UInt64(all.count) else { throw EmbeddedFormError() }
    self = all[Int(number)]
  }
}
extension Scope: Embedded {}
extension Join: Embedded {}
extension Playbook.Kind: Embedded {}
extension LogPattern.Writer: Embedded {}
extension Remedy.Release: Embedded {}

extension Place: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    writer.file(input)
    line.write(to: &writer)
    byte.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(input: try reader.file(), line: try Int(from: &reader), byte: try Int(from: &reader))
  }
}

extension CauseID: Embedded {
  func write(to writer: inout EmbeddedWriter) { writer.text(raw) }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) { self.init(try reader.text()) }
}

extension Command: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    template.write(to: &writer)
    place.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(template: try String(from: &reader), place: try Place(from: &reader))
  }
}

// MARK: rules

extension Rule: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    scope.write(to: &writer)
    condition.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(scope: try Scope(from: &reader), condition: try Condition(from: &reader))
  }
}

extension Condition: Embedded {
  /// As deep as the YAML of a playbook may nest.
  private static let mostDepth = 40

  func write(to writer: inout EmbeddedWriter) {
    switch self {
    case .all(let parts):
      writer.number(0)
      parts.write(to: &writer)
    case .any(let parts):
      writer.number(1)
      parts.write(to: &writer)
    case .none(let parts):
      writer.number(2)
      parts.write(to: &writer)
    case .unless(let parts):
      writer.number(5)
      parts.write(to: &writer)
    case .pattern(let test):
      writer.number(3)
      test.write(to: &writer)
    case .fact(let test):
      writer.number(4)
      test.write(to: &writer)
    }
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    guard reader.depth <= Self.mostDepth else { throw EmbeddedFormError() }
    reader.depth += 1
    defer { reader.depth -= 1 }
    switch try reader.number() {
    case 0: self = .all(try [Condition](from: &reader))
    case 1: self = .any(try [Condition](from: &reader))
    case 2: self = .none(try [Condition](from: &reader))
    case 5: self = .unless(try [Condition](from: &reader))
    case 3: self = .pattern(try PatternTest(from: &reader))
    case 4: self = .fact(try FactTest(from: &reader))
    default: throw EmbeddedFormError()
    }
  }
}

extension PatternTest: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    pattern.write(to: &writer)
    via.write(to: &writer)
    atLeast.write(to: &writer)
    lasting.write(to: &writer)
    isRecent.write(to: &writer)
    place.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(
      pattern: try String(from: &reader), via: try Join?(from: &reader), atLeast: try Int(from: &reader),
      lasting: try Double?(from: &reader), isRecent: try Bool(from: &reader), place: try Place(from: &reader))
  }
}

extension FactTest: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    fact.write(to: &writer)
    via.write(to: &writer)
    comparison.write(to: &writer)
    place.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(
      fact: try String(from: &reader), via: try Join?(from: &reader),
      comparison: try Comparison(from: &reader), place: try Place(from: &reader))
  }
}

extension FactTest.Comparison: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    let (number, bound): (UInt64, Double?) =
      switch self {
      case .isTrue: (0, nil)
      case .isFalse: (1, nil)
      case .equals(let bound): (2, bound)
      case .atLeast(let bound): (3, bound)
      case .atMost(let bound): (4, bound)
      case .above(let bound): (5, bound)
      case .below(let bound): (6, bound)
      }
    writer.number(number)
    bound?.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    switch try reader.number() {
    case 0: self = .isTrue
    case 1: self = .isFalse
    case 2: self = .equals(try Double(from: &reader))
    case 3: self = .atLeast(try Double(from: &reader))
    case 4: self = .atMost(try Double(from: &reader))
    case 5: self = .above(try Double(from: &reader))
    case 6: self = .below(try Double(from: &reader))
    default: throw EmbeddedFormError()
    }
  }
}
