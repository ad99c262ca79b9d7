import CPCRE2

/// A PCRE2 pattern that does not compile: PCRE2's own words and the offset in the pattern.
package struct RegexError: Error, Hashable, Sendable, CustomStringConvertible {
  package let message: String
  package let offset: Int
  package var description: String { "\(message) at offset \(offset)" }
}

/// How a match attempt ended.
package enum MatchOutcome: Hashable, Sendable {
  case matched
  case noMatch
  /// A limit on steps, depth or memory was reached (or another PCRE2 error): the answer is not known.
  case overBudget(code: Int)
}

/// Limits on one attempt. Measured: every pattern of the handbook stays a hundred times below them.
package enum MatchBudget {
  package static let steps: UInt32 = 1_000_000
  package static let depth: UInt32 = 2_000
  package static let heapKiB: UInt32 = 8 * 1024
}

/// Numbers of the groups that tell what a match is about; 0 where a pattern has none of that name.
package struct KnownGroups: Hashable, Sendable {
  package let subnet, eni, sandbox, pod, namespace: Int

  init(_ names: [(name: String, number: Int)]) {
    func number(_ name: String) -> Int { names.first { $0.name == name }?.number ?? 0 }
    subnet = number("subnet")
    eni = number("eni")
    sandbox = number("sandbox")
    pod = number("pod")
    namespace = number("namespace")
  }
}

/// One compiled pattern with its match block and captures. A class because it frees C objects in `deinit`;
/// not shared between threads: each scan owns its own.
@safe package final class Regex {
  private let code: OpaquePointer
  private let data: OpaquePointer
  private let context: OpaquePointer
  /// Named groups: (name, number).
  package let names: [(name: String, number: Int)]
  package let known: KnownGroups

  package init(_ pattern: String) throws(RegexError) {
    var number: Int32 = 0
    var offset = 0
    let bytes = Array(pattern.utf8)
    let compiled = unsafe bytes.withUnsafeBufferPointer { buffer in
      // Bytes, not UTF: logs hold invalid UTF-8, and all that patterns name is ASCII.
      unsafe pcre2_compile_8(buffer.baseAddress, buffer.count, 0, &number, &offset, nil)
    }
    guard let compiled = unsafe compiled else {
      throw RegexError(message: Regex.message(number), offset: offset)
    }
    // A machine without JIT runs the interpreter: slower, same answers.
    _ = unsafe pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
    guard let data = unsafe pcre2_match_data_create_from_pattern_8(compiled, nil),
      let context = unsafe pcre2_match_context_create_8(nil)
    else {
      unsafe pcre2_code_free_8(compiled)
      throw RegexError(message: "out of memory", offset: 0)
    }
    unsafe pcre2_set_match_limit_8(context, MatchBudget.steps)
    unsafe pcre2_set_depth_limit_8(context, MatchBudget.depth)
    unsafe pcre2_set_heap_limit_8(context, MatchBudget.heapKiB)
    unsafe (self.code, self.data, self.context) = (compiled, data, context)
    names = unsafe Regex.names(of: compiled)
    known = KnownGroups(names)
  }

  deinit {
    unsafe pcre2_match_context_free_8(context)
    unsafe pcre2_match_data_free_8(data)
    unsafe pcre2_code_free_8(code)
  }

  /// Tries to match somewhere in `text`.
  package func match(_ text: Span<UInt8>) -> MatchOutcome {
    let result = unsafe text.withUnsafeBufferPointer { buffer in
      // An empty text may have no address; PCRE2 wants one all the same.
      if let base = buffer.baseAddress {
        unsafe pcre2_match_8(code, base, buffer.count, 0, 0, data, context)
      } else {
        unsafe pcre2_match_8(code, [0], 0, 0, 0, data, context)
      }
    }
    // 0 is a match whose captures did not all fit; below -1 is an error, not "no match".
    if result >= 0 { return .matched }
    return result == PCRE2_ERROR_NOMATCH ? .noMatch : .overBudget(code: Int(result))
  }

  package func match(_ text: [UInt8]) -> MatchOutcome { match(text.span) }

  /// The number of a named group; nil when the pattern has none of that name.
  package func group(_ name: String) -> Int? { names.first { $0.name == name }?.number }

  /// Where the last successful match and its groups stand; group 0 is the whole.
  package func range(of group: Int) -> Range<Int>? {
    let count = unsafe Int(pcre2_get_ovector_count_8(data))
    guard group < count, let vector = unsafe pcre2_get_ovector_pointer_8(data) else { return nil }
    let start = unsafe vector[2 * group]
    let end = unsafe vector[2 * group + 1]
    // PCRE2_UNSET, and a \K that moves the start behind the end, are no range.
    guard start <= end, start != Int.max, start >= 0, end >= 0 else { return nil }
    return start..<end
  }

  /// The text of a group of the last match; nil for one without a part in it, and for one above 512 bytes.
  package func text(of group: Int, in text: Span<UInt8>) -> String? {
    guard group > 0, let range = range(of: group), range.upperBound <= text.count, range.count <= 512 else {
      return nil
    }
    return unsafe text.extracting(range).withUnsafeBufferPointer {
      unsafe String(decoding: $0, as: UTF8.self)
    }
  }

  private static func message(_ number: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let length = unsafe buffer.withUnsafeMutableBufferPointer { target in
      unsafe pcre2_get_error_message_8(number, target.baseAddress, target.count)
    }
    return String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self)
  }

  private static func names(of code: OpaquePointer) -> [(name: String, number: Int)] {
    var count: UInt32 = 0
    var size: UInt32 = 0
    var table: UnsafePointer<UInt8>?
    _ = unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
    _ = unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
    _ = unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
    guard let table = unsafe table else { return [] }
    var names: [(name: String, number: Int)] = []
    for index in 0..<Int(count) {
      let entry = unsafe table + index * Int(size)
      // Two bytes of number, then the name, ended by NUL.
      let number = unsafe Int(entry[0]) << 8 | Int(entry[1])
      var bytes: [UInt8] = []
      var position = 2
      while unsafe position < Int(size) && entry[position] != 0 {
        bytes.append(unsafe entry[position])
        position += 1
      }
      names.append((String(decoding: bytes, as: UTF8.self), number))
    }
    return names
  }
}
