/// What the command line asks for.
///
///     make-samples [--seed N] [--only GLOB] [--check] OUTDIR
///
/// `--only` takes `*` and `?` and is matched with `<cause>/<variant>` or `broken/<name>`.
/// Exit codes: 0 done, 1 `--check` found a difference, 2 usage, 3 a file could not be read or written.
struct Options {
  var seed: UInt64 = 7
  var pattern = "*"
  var checks = false
  let folder: String

  init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    var folder: String?
    while let argument = rest.popFirst() {
      switch argument {
      case "--seed":
        guard let text = rest.popFirst(), let number = UInt64(text) else {
          throw UsageError(message: "--seed: needs a number; give 0 or more")
        }
        seed = number
      case "--only":
        guard let glob = rest.popFirst() else {
          throw UsageError(message: "--only: needs a pattern; give 'healthy/*'")
        }
        pattern = glob
      case "--check": checks = true
      default:
        guard !argument.hasPrefix("-"), folder == nil else {
          throw UsageError(
            message: "\"\(argument)\": not understood; use [--seed N] [--only GLOB] [--check] OUTDIR")
        }
        folder = argument
      }
    }
    guard let folder else {
      throw UsageError(message: "no folder given; use [--seed N] [--only GLOB] [--check] OUTDIR")
    }
    self.folder = folder
  }

  /// `*` is any run of characters, `?` any one.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    var memo = [true] + [Bool](repeating: false, count: name.utf8.count)
    for symbol in pattern.utf8 {
      var next = [Bool](repeating: false, count: memo.count)
      if symbol == UInt8(ascii: "*") {
        for index in memo.indices { next[index] = memo[index] || (index > 0 && next[index - 1]) }
      } else {
        for (index, byte) in name.utf8.enumerated() {
          next[index + 1] = memo[index] && (symbol == byte || symbol == UInt8(ascii: "?"))
        }
      }
      memo = next
    }
    return memo.last ?? false
  }
}

struct UsageError: Error { let message: String }
