import CZlib

/// The inside of a gzip file, every member after the other.
///
/// zlib checks CRC and length. Every byte before a break is given out, then the break is noted; zero bytes after
/// the last member are padding, anything else there is noted. Source: RFC 1952.
@safe
final class GzipSource: ByteSource {
  private enum State { case betweenMembers, inMember, ended }

  private(set) var notes: [SourceNote] = []
  private let source: any ByteSource
  // zlib keeps a pointer back to its stream, so the stream must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var state = State.betweenMembers
  private var input = [UInt8](repeating: 0, count: 64 << 10)
  private var inputStart = 0
  private var inputEnd = 0
  private var isSourceAtEnd = false
  private var position = 0

  init(_ source: any ByteSource) {
    self.source = source
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 + 16: the largest window, gzip wrapping only.
    let result = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    if result != Z_OK { end(.damaged(format: "gzip", detail: "zlib cannot start", bytes: 0)) }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  var packedCount: Int64 { source.packedCount }

  func read(into target: inout MutableSpan<UInt8>) -> Int {
    while !target.isEmpty {
      switch state {
      case .ended: return 0
      case .betweenMembers: startMember()
      case .inMember:
        let count = inflateOnce(into: &target)
        position += count
        if count > 0 { return count }
      }
    }
    return 0
  }

  private func end(_ reason: IntakeError.Reason, at byte: Int? = nil) {
    if state != .ended { note(reason, at: byte) }
    state = .ended
  }

  private func note(_ reason: IntakeError.Reason, at byte: Int? = nil) {
    notes.append(SourceNote(byte: byte ?? position, reason: reason))
  }

  /// At least `count` bytes of input, or all there are.
  private func fill(_ count: Int) {
    while inputEnd - inputStart < count, !isSourceAtEnd {
      // A handful of bytes at most: this is done where members meet.
      let rest = inputEnd - inputStart
      for index in 0..<rest { input[index] = input[inputStart + index] }
      inputStart = 0
      inputEnd = rest + refill(from: rest)
    }
  }

  /// Reads input behind `start`; how much.
  private func refill(from start: Int) -> Int {
    var span = input.mutableSpan
    var room = span._mutatingExtracting(start...)
    let count = source.read(into: &room)
    if count == 0 { isSourceAtEnd = true }
    return count
  }

  private func startMember() {
    fill(2)
    let available = inputEnd - inputStart
    if available == 0 {
      state = .ended
    } else if available >= 2, input[inputStart] == 0x1F, input[inputStart + 1] == 0x8B {
      unsafe inflateReset(stream)
      state = .inMember
    } else {
      noteBytesAfterEnd()
    }
  }

  /// Padding of zeros is what tapes and some copy programs leave; other bytes are somebody's data.
  private func noteBytesAfterEnd() {
    var count = 0
    var isPadding = true
    repeat {
      count += inputEnd - inputStart
      if isPadding { isPadding = !input[inputStart..<inputEnd].contains { $0 != 0 } }
      inputStart = inputEnd
      fill(1)
    } while inputStart < inputEnd
    state = .ended
    if !isPadding { note(.bytesAfterEnd(count)) }
  }

  /// One call of zlib; the bytes it gave.
  private func inflateOnce(into target: inout MutableSpan<UInt8>) -> Int {
    if inputStart == inputEnd, !isSourceAtEnd {
      inputStart = 0
      inputEnd = refill(from: 0)
    }
    let given = inputEnd - inputStart
    let room = min(target.count, 1 << 30)
    let start = inputStart
    var left: (input: Int, room: Int) = (0, 0)
    let result = unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe target.withUnsafeMutableBufferPointer { target in
        unsafe stream.pointee.next_in = source.baseAddress.map { unsafe $0 + start }
        unsafe stream.pointee.avail_in = UInt32(given)
        unsafe stream.pointee.next_out = target.baseAddress
        unsafe stream.pointee.avail_out = UInt32(room)
        let result = unsafe inflate(stream, Z_NO_FLUSH)
        unsafe left = (Int(stream.pointee.avail_in), Int(stream.pointee.avail_out))
        return result
      }
    }
    inputStart += given - left.input
    let count = room - left.room
    switch result {
    case Z_STREAM_END: state = .betweenMembers
    case Z_OK, Z_BUF_ERROR:
      if count == 0, isSourceAtEnd, inputStart == inputEnd {
        end(.endsEarly(format: "gzip", bytes: position))
      }
    default: judge(after: count)
    }
    return count
  }

  /// A wrong check value comes after the data was complete, so the next member can still be read.
  private func judge(after count: Int) {
    let total = position + count
    let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "no such data"
    switch words {
    case "incorrect data check":
      note(.checksumDiffers(format: "gzip", bytes: total), at: total)
      // zlib stops before the length that follows the CRC.
      fill(4)
      inputStart = min(inputStart + 4, inputEnd)
      state = .betweenMembers
    case "incorrect length check":
      note(.checksumDiffers(format: "gzip", bytes: total), at: total)
      state = .betweenMembers
    default:
      end(.damaged(format: "gzip", detail: words, bytes: total), at: total)
    }
  }
}
