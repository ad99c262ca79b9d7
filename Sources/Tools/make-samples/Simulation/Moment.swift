/// A point in time of the simulation: milliseconds since 1970-01-01T00:00:00Z.
struct Moment: Hashable, Comparable {
  var milliseconds: Int64

  static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
  static func + (left: Self, seconds: Double) -> Self {
    Self(milliseconds: left.milliseconds + Int64((seconds * 1000).rounded()))
  }

  func seconds(since earlier: Self) -> Double { Double(milliseconds - earlier.milliseconds) / 1000 }

  /// Midnight of a day in 2026 plus hours and minutes.
  init(month: Int, day: Int, hour: Int, minute: Int = 0, second: Int = 0) {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let days = 20454 + lengths.prefix(month - 1).reduce(0, +) + day - 1
    milliseconds = Int64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1000
  }

  init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Year, month, day. Days are counted in eras of 400 years from March on.
  private var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(milliseconds / 86_400_000) + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private var clock: String {
    let seconds = Int(milliseconds / 1000) % 86400
    return "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
  }

  private var thousandths: String { padded(Int(milliseconds % 1000), 3) }
  private var date: String { "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))" }

  /// `2026-03-02T02:03:11.421Z`
  var iso: String { "\(date)T\(clock).\(thousandths)Z" }
  /// `2026-03-02T02:03:11Z`
  var isoSeconds: String { "\(date)T\(clock)Z" }
  /// `2026-03-02T02:03:11.421000000Z` as container runtimes stamp, nine digits.
  var isoNano: String { "\(date)T\(clock).\(thousandths)\(nanos)Z" }
  /// `2026-03-02T02:03:11.421123+0000`
  var isoMicroZone: String { "\(date)T\(clock).\(thousandths)\(nanos.prefix(3))+0000" }
  /// `2026-03-02 02:03:11.421`
  var insights: String { "\(date) \(clock).\(thousandths)" }
  /// `2026-03-02T02-03-11.421`: the moment a file was rotated, part of its name.
  var rotation: String { "\(date)T\(clock.replacing(":", with: "-")).\(thousandths)" }
  /// `2026-03-02_0203-UTC`: part of a support bundle's name.
  var bundle: String { "\(date)_\(clock.replacing(":", with: "").prefix(4))-UTC" }
  /// `0302 02:03:11.421123`: no year, as klog has it.
  var klog: String {
    "\(padded(civil.month, 2))\(padded(civil.day, 2)) \(clock).\(thousandths)\(nanos.prefix(3))"
  }
  /// `Mar 02 02:03:11`
  var journal: String { "\(monthName) \(padded(civil.day, 2)) \(clock)" }

  private var monthName: String {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][civil.month - 1]
  }

  /// Digits below the millisecond: made up, but always the same for the same moment.
  private var nanos: String { padded(Int((milliseconds &* 7919) % 1_000_000), 6) }
}

/// `number` with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// `510ms`, `1m50.2s`: as Go prints a duration.
func goDuration(_ seconds: Double) -> String {
  let total = Int((seconds * 1000).rounded())
  if total < 1000 { return "\(total)ms" }
  let minutes = total / 60_000
  let rest = total % 60_000
  let fraction = rest % 1000
  var text = "\(rest / 1000)"
  if fraction > 0 {
    text += "." + padded(fraction, 3)
    while text.hasSuffix("0") { text.removeLast() }
  }
  return minutes > 0 ? "\(minutes)m\(text)s" : "\(text)s"
}
