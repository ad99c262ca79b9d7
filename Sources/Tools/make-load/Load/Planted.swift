/// What a generated log holds, so that an analysis of it can be checked.
package struct Planted: Hashable {
  package var lines = 0
  /// Bytes of the log itself; what a wrapper adds is not counted.
  package var payload = 0
  package var failureLines = 0
  package var statisticsLines = 0
  /// Calls that EC2 answered with InsufficientFreeAddressesInSubnet, a request id each.
  package var shortages = 0
  /// Calls that EC2 answered with RequestLimitExceeded, a request id each.
  package var throttles = 0
  /// Pods that were refused an address, a sandbox each.
  package var refusals = 0

  package init() {}

  package var json: String {
    "{\"lines\": \(lines), \"payload\": \(payload), \"failureLines\": \(failureLines), \"statisticsLines\": \(statisticsLines), "
      + "\"shortages\": \(shortages), \"throttles\": \(throttles), \"refusals\": \(refusals)}"
  }
}
