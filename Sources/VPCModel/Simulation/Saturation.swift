/// Sums and products of counts that somebody may ask for in any size: the largest number instead of a trap.
extension Int {
  package func adding(orMax other: Int) -> Int {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? (self < 0 ? .min : .max) : sum
  }

  package func multiplied(orMax other: Int) -> Int {
    let (product, isOver) = multipliedReportingOverflow(by: other)
    return isOver ? ((self < 0) == (other < 0) ? .max : .min) : product
  }

  /// Rounded up; the divisor is above 0.
  package func divided(up divisor: Int) -> Int {
    let (quotient, rest) = quotientAndRemainder(dividingBy: Swift.max(1, divisor))
    return rest > 0 ? quotient + 1 : quotient
  }
}
