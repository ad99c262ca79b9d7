/// The time of the next line: milliseconds since 1970-01-01T00:00:00Z, written as the formats want it.
struct Clock {
  private(set) var milliseconds: Int
  private var second: Int
  private var text: String

  init(milliseconds: Int) {
    self.milliseconds = milliseconds
    second = milliseconds / 1000
    text = Self.stamp(second)
  }

  mutating func advance(_ by: Int) {
    milliseconds += by
    guard milliseconds / 1000 != second else { return }
    second = milliseconds / 1000
    text = Self.stamp(second)
  }

  /// `2026-03-02T02:03:11.421Z`
  var iso: String { "\(text).\(fraction)Z" }
  /// `2026-03-02T02:03:11Z`
  var isoSeconds: String { "\(text)Z" }
  /// `2026-03-02T02:03:11.421873000Z` as container runtimes stamp; the digits below are made of those above.
  var isoNano: String { "\(text).\(fraction)\(1000 + milliseconds % 9000)07Z" }
  /// `0302 02:03:11.421873`: no year, as klog has it.
  var klog: String {
    "\(text.dropFirst(5).prefix(2))\(text.dropFirst(8).prefix(2)) \(text.dropFirst(11)).\(fraction)\(100 + milliseconds % 900)"
  }
  /// `Mar 02 02:03:11`
  var journal: String {
    let month = Int(text.dropFirst(5).prefix(2)) ?? 1
    return "\(Self.months[month - 1]) \(text.dropFirst(8).prefix(2)) \(text.dropFirst(11))"
  }

  private var fraction: String { Self.padded(milliseconds % 1000, 3) }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Days are counted in eras of 400 years from March on.
  private static func stamp(_ seconds: Int) -> String {
    let shifted = seconds / 86400 + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let day = dayOfYear - (153 * march + 2) / 5 + 1
    let rest = seconds % 86400
    return "\(year)-\(padded(month, 2))-\(padded(day, 2))T"
      + "\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
