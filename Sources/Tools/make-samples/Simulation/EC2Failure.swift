import VPCModel

/// An answer of EC2, STS or the way to them that is no success.
struct EC2Failure {
  enum Kind {
    /// EC2 answered with a code.
    case answer(code: String, text: String, status: Int)
    /// Nobody answered; the words of Go's net packages.
    case transport(String)
    /// The same words in every generation.
    case plain(v1: String, v2: String)
  }
  let kind: Kind

  static func answer(_ code: String, _ text: String, status: Int = 400) -> Self {
    Self(kind: .answer(code: code, text: text, status: status))
  }
  static func transport(_ words: String) -> Self { Self(kind: .transport(words)) }
  static func plain(v1: String, v2: String) -> Self { Self(kind: .plain(v1: v1, v2: v2)) }

  static let noAddresses = answer(
    "InsufficientFreeAddressesInSubnet",
    "The specified subnet does not have enough free addresses to satisfy the request.")
  static let noBlocks = answer(
    "InsufficientCidrBlocks",
    "The specified subnet does not have enough free cidr blocks to satisfy the request.")
  static let throttled = answer("RequestLimitExceeded", "Request limit exceeded.", status: 503)

  static func denied(_ role: String, _ api: String, instance: InstanceID) -> Self {
    answer(
      "UnauthorizedOperation",
      "You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/\(role)/"
        + "\(instance) is not authorized to perform: ec2:\(api) on resource: "
        + "arn:aws:ec2:us-east-1:111122223333:network-interface/* because no identity-based policy allows "
        + "the ec2:\(api) action", status: 403)
  }

  var code: String? {
    if case .answer(let code, _, _) = kind { code } else { nil }
  }

  /// ipamd knows both codes since v1.10.2 and rests for 120 s after them.
  var isShortage: Bool { code == "InsufficientFreeAddressesInSubnet" || code == "InsufficientCidrBlocks" }

  /// The error as the SDK of that release prints it.
  func words(_ api: String, _ cni: Generation, requestID: String, region: String) -> String {
    switch kind {
    case .answer(let code, let text, let status):
      if !cni.usesSDKv2 { return "\(code): \(text)\n\tstatus code: \(status), request id: \(requestID)" }
      let tries = status == 503 ? "exceeded maximum number of attempts, 3, " : ""
      return "operation error EC2: \(api), \(tries)https response error StatusCode: \(status), "
        + "RequestID: \(requestID), api error \(code): \(text)"
    case .transport(let words):
      let post = #"Post "https://ec2.\#(region).amazonaws.com/": \#(words)"#
      if !cni.usesSDKv2 { return "RequestError: send request failed\ncaused by: \(post)" }
      return "operation error EC2: \(api), exceeded maximum number of attempts, 3, https response error "
        + "StatusCode: 0, RequestID: , request send failed, \(post)"
    case .plain(let v1, let v2): return cni.usesSDKv2 ? v2 : v1
    }
  }
}
