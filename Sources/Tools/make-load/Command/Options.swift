import Load

/// What the command line asks for.
///
///     make-load log|storm [--size 1GiB] [--failures 1.5%] [--wrap plain] [--truth FILE]
///     make-load interfaces [--size 300MiB] [--subnets 64] [--single-line]
///     make-load bundle [--size 24MiB]          a .tar.gz; the size is of what is in it
///     make-load fleet [--count 1000] [--size 256KiB] [--zones 3] [--planted zone] -o FOLDER
///                                              a bundle.tar.gz of each node; --size is of what is in one
///                                              (--rotated FOLDER: the packed log in each of them once more)
///     make-load members [--count 100000]
///     make-load ids [--count 10000000]
///
/// All take `--seed N` (7) and `-o FILE` (standard output). Same options, same bytes; a bundle's depend on `gzip`.
/// Exit codes: 0 done, 2 usage, 3 a file could not be written.
struct Options {
  enum Kind: String { case log, storm, interfaces, bundle, fleet, members, ids }

  let kind: Kind
  var size: Int?
  var failures = 0.015
  var seed: UInt64 = 7
  var wrap = Wrap.plain
  var subnets = 64
  var isSingleLine = false
  var count: Int?
  var zones = 3
  var planted = FleetLoad.Planted.zone
  var output: String?
  var truth: String?
  var rotated: String?

  init(_ arguments: [String]) throws(UsageError) {
    guard let name = arguments.first, let kind = Kind(rawValue: name) else {
      throw UsageError(message: "what to make: log, storm, interfaces, bundle, fleet, members or ids")
    }
    self.kind = kind
    if kind == .storm { failures = 0.5 }
    var rest = arguments.dropFirst()
    while let name = rest.popFirst() {
      if name == "--single-line" {
        isSingleLine = true
        continue
      }
      guard let value = rest.popFirst() else { throw UsageError(message: "\(name): needs a value") }
      switch name {
      case "--size": size = try Self.bytes(value)
      case "--failures": failures = try Self.share(value)
      case "--seed": seed = UInt64(try Self.number(name, value))
      case "--subnets": subnets = try Self.number(name, value)
      case "--count": count = try Self.number(name, value)
      case "--wrap":
        guard let known = Wrap(rawValue: value) else {
          let all = Wrap.allCases.map(\.rawValue).joined(separator: ", ")
          throw UsageError(message: "--wrap \"\(value)\": not known; use \(all)")
        }
        wrap = known
      case "--zones": zones = try Self.number(name, value)
      case "--planted":
        guard let known = FleetLoad.Planted(rawValue: value) else {
          let all = FleetLoad.Planted.allCases.map(\.rawValue).joined(separator: ", ")
          throw UsageError(message: "--planted \"\(value)\": not known; use \(all)")
        }
        planted = known
      case "--truth": truth = value
      case "--rotated": rotated = value
      case "-o": output = value
      default: throw UsageError(message: "\"\(name)\": not understood")
      }
    }
  }

  private static func number(_ name: String, _ text: String) throws(UsageError) -> Int {
    guard let number = Int(text), number >= 0 else {
      throw UsageError(message: "\(name) \"\(text)\": needs a number; give 0 or more")
    }
    return number
  }

  /// `1GiB`, `300MiB`, `64KiB`, `4096`.
  private static func bytes(_ text: String) throws(UsageError) -> Int {
    let units = [("GiB", 30), ("MiB", 20), ("KiB", 10), ("", 0)]
    for (unit, shift) in units where text.hasSuffix(unit) {
      guard let number = Int(text.dropLast(unit.count)), number >= 0, number <= 1 << 32 else { break }
      return number << shift
    }
    throw UsageError(message: "--size \"\(text)\": needs bytes; give 1GiB, 300MiB, 64KiB or a number")
  }

  /// `1.5%` or `0.015`.
  private static func share(_ text: String) throws(UsageError) -> Double {
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? String(text.dropLast()) : text),
      (0...(isPercent ? 90 : 0.9)).contains(number)
    else { throw UsageError(message: "--failures \"\(text)\": needs a share; give 0% to 90%") }
    return isPercent ? number / 100 : number
  }
}

struct UsageError: Error { let message: String }
