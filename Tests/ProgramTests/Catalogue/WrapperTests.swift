import Testing
import Triage

extension Catalogue {
  /// Lines that stand around another error: the error decides.
  @Suite struct Wrapper {
    @Test func `a code inside gives its cause`() {
      var wrong: [String] = []
      var count = 0
      for row in MessageTable.rows where row.rootCause == "by-error-text" && Wrapper.settled[row.id] == nil {
        for failure in Failure.all where failure.fits(row) {
          var text = PlausibleValues(failure: failure.text).fill(row)
          if !text.contains(failure.text) { text += (text.hasSuffix(":") ? " " : ": ") + failure.text }
          count += 1
          let form = LineForms().newest(row, Carriers.message(row, text))
          let report = Bench().report(on: form)
          if report.primary.id.raw != failure.cause {
            wrong.append("\(row.id) with \(failure.cause), is \(Bench.summary(report)): \(form.text)")
          }
        }
      }
      Catalogue.expectNone(wrong, of: count, "wrapped codes do not decide")
    }

    /// Rows in which no error of EC2 can stand.
    private static let settled = [
      "IPD-104": "the summary of either code; it quotes none",
      "KUB-001": "repeats an event of the kubelet",
      "EC2-036": "is a code itself",
      "ENT-012": "quotes another key of the record, see the forms of the entry point",
    ]
  }

  /// What EC2 or gRPC answers, in the form of one SDK.
  struct Failure {
    let cause: String
    let text: String
    let isFirstSDK: Bool

    func fits(_ row: MessageRow) -> Bool {
      isFirstSDK ? row.first <= .lastFirstSDK : row.last > .lastFirstSDK
    }

    static let all: [Failure] = [
      (
        "subnet-exhausted", "InsufficientFreeAddressesInSubnet",
        "The specified subnet does not have enough free addresses to satisfy the request."
      ),
      (
        "subnet-fragmented", "InsufficientCidrBlocks",
        "The specified subnet does not have enough free cidr blocks to satisfy the request."
      ),
      ("iam-denied", "UnauthorizedOperation", "You are not authorized to perform this operation."),
      (
        "eni-quota", "NetworkInterfaceLimitExceeded",
        "The maximum number of network interfaces has been reached."
      ),
      (
        "security-group-missing", "InvalidGroup.NotFound",
        "The security group 'sg-0123456789abcdef0' does not exist"
      ),
      (
        "credentials-unavailable", "AuthFailure",
        "AWS was not able to validate the provided access credentials"
      ),
    ].flatMap { cause, code, sentence in
      let request = PlausibleValues(seed: 7).string(.request)
      return [
        Failure(
          cause: cause, text: "\(code): \(sentence)\n\tstatus code: 400, request id: \(request)",
          isFirstSDK: true),
        Failure(
          cause: cause,
          text:
            "operation error EC2: CreateNetworkInterface, https response error StatusCode: 400, RequestID: \(request), api error \(code): \(sentence)",
          isFirstSDK: false),
      ]
    }
  }
}
