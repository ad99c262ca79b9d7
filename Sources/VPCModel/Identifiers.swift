/// A typed name: swapping a subnet for an interface is a compile error.
package protocol Identifier: Hashable, Comparable, Sendable, CustomStringConvertible, Codable {
  var raw: String { get }
  init(_ raw: String)
}

extension Identifier {
  package var description: String { raw }
  package static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(raw)
  }
}

/// `subnet-` and 8 or 17 hex digits.
package struct SubnetID: Identifier {
  package let raw: String
  package init(_ raw: String) { self.raw = raw }
}

/// `eni-` and 8 or 17 hex digits.
package struct ENIID: Identifier {
  package let raw: String
  package init(_ raw: String) { self.raw = raw }
}

/// `i-` and 8 or 17 hex digits.
package struct InstanceID: Identifier {
  package let raw: String
  package init(_ raw: String) { self.raw = raw }
}

/// A point in time: nanoseconds since 1970-01-01T00:00:00Z. Formatting is left to renderers.
package struct Instant: Hashable, Comparable, Sendable {
  package let nanoseconds: Int64
  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
  package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

  /// Seconds from `earlier` to here; negative when `earlier` is later.
  package func seconds(since earlier: Instant) -> Double {
    // Subtract as Double: two hostile stamps may be further apart than Int64 can say.
    (Double(nanoseconds) - Double(earlier.nanoseconds)) / 1e9
  }
}

// One number, not an object around it.
extension Instant: Codable {
  package init(from decoder: any Decoder) throws {
    self.init(nanoseconds: try decoder.singleValueContainer().decode(Int64.self))
  }
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanoseconds)
  }
}
