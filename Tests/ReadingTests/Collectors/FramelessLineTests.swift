import Testing

@testable import Collectors

/// Lines that nothing frames: what a program printed, and what somebody wrote about it.
@Suite struct FramelessLineTests {
  private static let heads = MessageHeads([
    "Failed to CreateNetworkInterface NetworkInterfaceLimitExceeded: You have reached your limit",
    "Failed to increase pool size for network card 0: AllocENI: failed to create ENI: no valid subnets available",
    "0/3 nodes are available: 3 Too many pods.",
    "a: InsufficientCidrBlocks: The specified subnet does not have enough free cidr blocks",
    "a: UnauthorizedOperation: You are not authorized",
  ])

  private func printed(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    return FramelessLine(bytes.span, heads: Self.heads).printed.map {
      String(decoding: bytes[$0], as: UTF8.self)
    }
  }

  @Test(arguments: [
    "Failed to CreateNetworkInterface UnauthorizedOperation: You are not authorized to perform this operation.",
    "0/7 nodes are available: 4 Too many pods, 3 node(s) had untolerated taint.",
    "no valid subnets available for ENI creation - all subnets are either not tagged or tagged with a role of 0",
    "InsufficientCidrBlocks: The specified subnet does not have enough free cidr blocks to satisfy the request.",
    "Unheard.Of: Some other text\n\tstatus code: 400, request id: 11111111-2222",
    "rpc error: code = Unknown desc = add cmd: failed to assign an IP address to container",
    "setupENI: failed to check subnet exclusion for ENI eni-0a1b2c3d (subnet subnet-0a1b2c3d): timeout",
    "frobnication failed: giving up", "ToAllocate: 3", "",
  ])
  func `messages are printed`(text: String) {
    #expect(printed(text) == (text.isEmpty ? nil : text))
  }

  @Test(arguments: [
    "$ zgrep -h NetworkInterfaceLimitExceeded ipamd.log", "kubectl -n shop get events | grep Insufficient",
    "[root@ip-10-1-2-3 ~]# rg InsufficientCidrBlocks", "ops@bastion:~$ tail ipamd.log",
    "- [x] no trace of RequestLimitExceeded", "- [ ] RequestLimitExceeded",
    "## UnauthorizedOperation at night",
    "**Is it UnauthorizedOperation**:", "Subject: Failed to CreateNetworkInterface",
    "@kim: UnauthorizedOperation",
    "Failed to CreateNetworkInterface UnauthorizedOperation: You are not authorized, is that it?",
    "my guess: NetworkInterfaceLimitExceeded: You have reached your limit",
    "none of them has an UnauthorizedOperation: You are not authorized to perform this operation.",
    "sum(rate(awscni_aws_api_error_count{error=\"InsufficientCidrBlocks\"}[5m])) > 0",
    "excluded: UnauthorizedOperation: You have reached your limit",
    "- UnauthorizedOperation: You might lack a policy?",
    "What helps with NetworkInterfaceLimitExceeded: You have reached your limit is a larger quota",
    "Same as https://example.com/acme/cni/issues/77 InsufficientCidrBlocks",
    "It is the code that EC2 gives for a subnet which has no block of sixteen left in it.",
    #"The hop limit is two, so it cannot be "Failed to CreateNetworkInterface UnauthorizedOperation: You are not""#,
    #"Until noon it said "dial tcp 127.0.0.1:50051: connect: connection refused" and then it went away."#,
    #"look for "InsufficientCidrBlocks: The specified subnet does not have enough free cidr blocks""#,
    #""Failed to CreateNetworkInterface UnauthorizedOperation: You are not authorized" was never logged"#,
  ])
  func `words of people are not`(text: String) {
    #expect(printed(text) == nil)
  }

  @Test(arguments: [
    (
      "Out of the log: `Failed to CreateNetworkInterface Foo.Bar: Something is not as it was`",
      "Failed to CreateNetworkInterface Foo.Bar: Something is not as it was"
    ),
    (
      #"We see this: "rpc error: code = Unknown desc = x""#, "rpc error: code = Unknown desc = x"
    ),
    (
      "0/3 nodes are available: 3 Too many pods. We added two nodes.",
      "0/3 nodes are available: 3 Too many pods."
    ),
  ])
  func `a message behind a label or before a remark is what counts`(text: String, wanted: String) {
    #expect(printed(text) == wanted)
  }

  @Test(arguments: [
    ("Failed to CreateNetworkInterface ¦UnauthorizedOperation¦: You are not authorized", true),
    ("¦UnauthorizedOperation¦\n\tstatus code: 403, request id: 11111111-2222", true),
    ("\"errorCode\": \"¦Client.UnauthorizedOperation¦\",", true),
    ("Failed to CreateNetworkInterface: api error ¦UnauthorizedOperation¦:", true),
    ("  41 ¦UnauthorizedOperation¦", true), ("  0 ¦UnauthorizedOperation¦", false),
    ("web-1   0/1   ¦OutOfpods¦   0   3m", true), ("¦MissingIAMPermissions¦   not there", false),
    ("| ¦UnauthorizedOperation¦ | no |", false), ("| ¦UnauthorizedOperation¦   | no |", false),
    ("- ¦UnauthorizedOperation¦: Policy or role wrong", false), ("¦UnauthorizedOperation¦: none", false),
    ("¦InsufficientCidrBlocks¦: not found in any of them", false),
    ("¦InvalidGroup.NotFound¦: The group 'sg-0123456789abcdef0' is not there", true),
    ("errorCode: Client.¦UnauthorizedOperation¦", true), ("¦UnauthorizedOperation¦: 0", false),
    ("¦UnauthorizedOperation¦ in prefix mode", false),
    ("the role has it, ¦MissingIAMPermissions¦ not", false),
    ("Failed to CreateNetworkInterface, ¦UnauthorizedOperation¦ but admin rights", false),
  ])
  func `a code counts where a program puts it`(marked: String, isTold: Bool) throws {
    let parts = marked.split(separator: "¦", omittingEmptySubsequences: false)
    let bytes = Array(parts.joined().utf8)
    let start = parts[0].utf8.count
    let line = FramelessLine(bytes.span, heads: Self.heads)
    #expect(line.isTold(codeAt: start..<start + parts[1].utf8.count) == isTold)
  }

  @Test func `no line is a trap`() {
    let marks = [
      "", "\"", "`", "- ", "[", "[ ]", "#", "**", "1.", ">", "@", "$", "A:", ": ", "Ab", "?", "é", "\u{2022}",
    ]
    for first in marks {
      for second in marks {
        for third in marks {
          let bytes = Array((first + second + third).utf8)
          let line = FramelessLine(bytes.span, heads: Self.heads)
          _ = line.isSurelyPrinted
          for start in 0..<bytes.count { _ = line.isTold(codeAt: start..<bytes.count) }
        }
      }
    }
    let long = Array(String(repeating: "Failed to see: \"", count: 2_000).utf8)
    let line = FramelessLine(long.span, heads: Self.heads)
    _ = line.printed
    #expect(line.isTold(codeAt: 20_000..<20_010))
  }
}
