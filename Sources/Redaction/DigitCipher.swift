/// Identifiers made of digits to others of the same length: `eni-0a1b…`, accounts, request ids, MAC addresses.
///
/// A keyed permutation, so that two identifiers never get one alias, whatever their number, and nothing has to be
/// remembered. The last digit always changes: no identifier is its own alias.
struct DigitCipher: Sendable {
  let key: RedactionKey
  let radix: UInt8

  /// Enciphers digits (values below the radix) behind the first `kept` ones, in place.
  ///
  /// A Feistel network over the digits without the last, whose halves are added to each other digit by digit.
  func encipher(_ digits: inout [UInt8], keeping kept: Int, domain: UInt64) {
    let end = digits.count - 1
    guard end >= kept, kept >= 0 else { return }
    let middle = kept + (end - kept) / 2
    if middle > kept {
      for round in 0..<6 {
        let (from, to) = round % 2 == 0 ? (kept..<middle, middle..<end) : (middle..<end, kept..<middle)
        let half = Array(digits[from])
        var stream = DigitStream(key: key, half: half, domain: domain &* 16 &+ UInt64(round), radix: radix)
        for index in to { digits[index] = (digits[index] + stream.next()) % radix }
      }
    } else if end > kept {
      // One digit beside the last: it is moved by the same step for every identifier.
      var stream = DigitStream(key: key, half: [], domain: domain, radix: radix)
      digits[kept] = (digits[kept] + stream.next()) % radix
    }
    // Tells apart what differs in the last digit only, and never stays.
    var stream = DigitStream(
      key: key, half: Array(digits[kept..<end]), domain: domain &* 16 &+ 15, radix: radix - 1)
    digits[end] = (digits[end] + 1 + stream.next()) % radix
  }
}

/// Digits drawn from a half of an identifier.
private struct DigitStream {
  private let key: RedactionKey
  private let half: [UInt8]
  private let domain: UInt64
  private let radix: UInt64
  private var word: UInt64 = 0
  private var left = 0
  private var block: UInt8 = 0

  init(key: RedactionKey, half: [UInt8], domain: UInt64, radix: UInt8) {
    self.key = key
    self.half = half
    self.domain = domain
    self.radix = UInt64(max(1, radix))
  }

  mutating func next() -> UInt8 {
    if left == 0 {
      word = key.hash(half + [block], domain: domain)
      block &+= 1
      left = 12
    }
    left -= 1
    let digit = word % radix
    word /= radix
    return UInt8(truncatingIfNeeded: digit)
  }
}
