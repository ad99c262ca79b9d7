import Glibc

/// One line on the terminal of stderr that is painted over and over, and erased at the end or by an interrupt.
package enum StatusLine {
  static let erasing = "\r\u{1B}[K"

  package static func show(_ text: String) {
    Interrupts.noteStatusLine(true)
    StandardStream.error.write(erasing + text)
  }

  package static func erase() {
    StandardStream.error.write(erasing)
    Interrupts.noteStatusLine(false)
  }
}
