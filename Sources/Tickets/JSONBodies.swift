import FoundationEssentials
import Reports

extension HTTPResponse {
  /// The body as what the documentation says it is.
  func decoded<Answer: Decodable>(_ type: Answer.Type, of request: HTTPRequest) throws(TicketError) -> Answer
  {
    do { return try JSONDecoder().decode(type, from: Data(body)) } catch {
      throw TicketError(.answer("not the documented JSON"), at: request.place)
    }
  }
}

/// A number or a string: trackers are not of one mind what an id is.
struct AnyID: Decodable, Hashable {
  let text: String

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let number = try? value.decode(Int.self) {
      text = String(number)
    } else {
      text = try value.decode(String.self)
    }
    // It becomes part of an address.
    guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy(Self.isPlain) else {
      throw DecodingError.dataCorruptedError(in: value, debugDescription: "not an id")
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (48...58).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45
      || byte == 95
  }
}

extension Transport {
  /// A comment made once, though its answer may be lost: it is looked for before it is made again.
  mutating func make(
    _ request: HTTPRequest, find: (inout Self) throws(TicketError) -> FoundComment?
  ) throws(TicketError) -> (response: HTTPResponse?, found: FoundComment?) {
    do { return (try send(request), nil) } catch {
      guard error.isUncertain else { throw error }
      if let found = try find(&self), found.isOfThisReport { return (nil, found) }
      // Without an answer it may still be on its way. With one it was not taken, and once more is no second comment.
      if case .unanswered = error.reason { throw error }
    }
    return (try send(request), nil)
  }
}
