/// Changes of a text that leave its fact as it is.
enum Mutations {
  /// Keys that later releases append to a record of zap, after `msg`.
  static func addedFields(_ line: String) -> String {
    line.hasSuffix("}")
      ? line.dropLast() + #","logger":"pool","attempt":3,"controller":"node","namespace":"kube-system"}"#
      : line
  }

  /// `Code: sentence\n\tstatus code: 400, request id: X` as SDK v2 writes it.
  static func secondSDK(_ text: String, action: String) -> String? {
    guard !text.contains("caused by"), let match = text.firstMatch(of: firstForm) else { return nil }
    return text.replacingCharacters(
      match.range,
      "\(match.before)operation error EC2: \(action), https response error StatusCode: \(match.status), RequestID: \(match.request), api error \(match.code): \(match.sentence)"
    )
  }

  /// The way back.
  static func firstSDK(_ text: String) -> String? {
    guard
      let match = text.firstMatch(
        of:
          /operation error EC2: \w+, (?:exceeded maximum number of attempts, 3, )?https response error StatusCode: (?<status>[1-9]\d\d), RequestID: (?<request>[0-9a-f-]+), api error (?<code>[A-Za-z.]+): (?<sentence>[^\n]*?)(?= for subnet|$)/
      )
    else { return nil }
    return text.replacingCharacters(
      match.range,
      "\(match.code): \(match.sentence)\n\tstatus code: \(match.status), request id: \(match.request)")
  }

  /// Only the code is a contract; what EC2 says after it may change or be cut.
  static func withoutSentence(_ text: String) -> String? {
    if let match = text.firstMatch(of: /api error (?<code>[A-Za-z.]+): [^\n]*?(?= for subnet|$)/) {
      return deciding.contains(String(match.code))
        ? nil : text.replacingCharacters(match.range, "api error \(match.code): ")
    }
    if let match = text.firstMatch(of: firstForm) {
      if deciding.contains(String(match.code)) || text.contains("caused by") { return nil }
      return text.replacingCharacters(
        match.range,
        "\(match.before)\(match.code): \n\tstatus code: \(match.status), request id: \(match.request)")
    }
    return nil
  }

  /// What SDK v1 prints; the last code on the line is EC2's, the words before it are of ipamd.
  private static var firstForm:
    Regex<
      (
        Substring, before: Substring, code: Substring, sentence: Substring, status: Substring,
        request: Substring
      )
    >
  {
    /(?<before>[^\n]*)\b(?<code>[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]+)?(?:\.[A-Z][A-Za-z]+)?): (?<sentence>[^\n]*)\n\tstatus code: (?<status>\d{3}), request id: (?<request>[0-9a-f-]+)/
  }

  /// Codes that EC2 gives for many things: the sentence decides.
  private static let deciding: Set<String> = [
    "InvalidParameterValue", "InvalidParameterCombination", "OperationNotPermitted", "AccessDenied",
  ]
}

extension String {
  fileprivate func replacingCharacters(_ range: Range<String.Index>, _ other: String) -> String {
    String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
