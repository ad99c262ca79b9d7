import Glibc

/// The first place of `needle` in `text` at or after `from`; nil when it does not occur.
///
/// Looks for the byte of the needle that is rarest in logs, then compares the rest. `anchor`: which one that is; it is
/// found out when not given, which costs more than many a search.
package func findBytes(
  _ needle: StaticString, in text: Span<UInt8>, from: Int = 0, anchor known: Int? = nil
) -> Int? {
  let length = needle.utf8CodeUnitCount
  guard from >= 0, length > 0, text.count - from >= length else { return nil }
  return unsafe text.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> Int? in
    guard let base = bytes.baseAddress else { return nil }
    let wanted = unsafe needle.utf8Start
    var anchor = known ?? 0
    if known == nil {
      for index in 1..<max(length, 1) where unsafe rarity(wanted[index]) > rarity(wanted[anchor]) {
        anchor = index
      }
    }
    let rare = unsafe Int32(wanted[anchor])
    var position = from &+ anchor
    let limit = bytes.count &- length &+ anchor
    while position <= limit {
      guard let found = unsafe memchr(base + position, rare, limit &- position &+ 1) else { return nil }
      position = unsafe UnsafeRawPointer(found) - base
      if unsafe memcmp(base + (position &- anchor), wanted, length) == 0 { return position &- anchor }
      position &+= 1
    }
    return nil
  }
}

/// True when `wanted` stands at `start`.
package func hasText(_ wanted: StaticString, in text: Span<UInt8>, at start: Int) -> Bool {
  let length = wanted.utf8CodeUnitCount
  guard start >= 0, text.count - start >= length else { return false }
  return unsafe text.withUnsafeBytes { bytes in
    guard let base = bytes.baseAddress else { return length == 0 }
    return unsafe memcmp(base + start, wanted.utf8Start, length) == 0
  }
}

/// How rare a byte is in logs, roughly.
@inline(__always) private func rarity(_ byte: UInt8) -> Int {
  switch byte {
  case UInt8(ascii: "q"), UInt8(ascii: "j"), UInt8(ascii: "z"), UInt8(ascii: "x"), UInt8(ascii: "#"): 4
  case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "("), UInt8(ascii: "_"), UInt8(ascii: "="): 3
  case UInt8(ascii: "v"), UInt8(ascii: "k"), UInt8(ascii: "y"), UInt8(ascii: "w"), UInt8(ascii: "g"): 2
  case UInt8(ascii: " "), UInt8(ascii: "e"), UInt8(ascii: "0")...UInt8(ascii: "9"): 0
  default: 1
  }
}

/// A 64-bit hash of a short text, the same in every run: eight bytes a step, mixed at the end.
package func shortHash(_ text: Span<UInt8>) -> UInt64 {
  unsafe text.withUnsafeBytes { bytes in
    var state = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
    var index = 0
    while index &+ 8 <= bytes.count {
      let word = unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
      state ^= state >> 32
      index &+= 8
    }
    var rest: UInt64 = 0
    while index < bytes.count {
      rest = unsafe rest << 8 | UInt64(bytes[index])
      index &+= 1
    }
    return mixed(state, rest)
  }
}

/// Two numbers into one, every bit of either spread over all of it (the finish of MurmurHash3).
package func mixed(_ state: UInt64, _ number: UInt64) -> UInt64 {
  var hash = (state ^ number) &* 0x9E37_79B9_7F4A_7C15 &+ number
  hash ^= hash >> 33
  hash &*= 0xFF51_AFD7_ED55_8CCD
  hash ^= hash >> 33
  hash &*= 0xC4CE_B9FE_1A85_EC53
  return hash ^ hash >> 33
}
