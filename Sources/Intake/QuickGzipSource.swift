#if canImport(CISAL)
  import CISAL

  /// The inside of a gzip file, unpacked by ISA-L, which takes less than half of zlib's time.
  ///
  /// ISA-L forgets up to 64 KiB before a break and says less about it. So from the first doubt on (a wrong check value,
  /// data that ends early or makes no sense, bytes that are no member) zlib reads the same bytes again from the start,
  /// passes over what was given out and goes on: what comes out and what is noted are zlib's. A source that cannot go
  /// back is kept while it is small, and left to zlib when it is not.
  @safe
  final class QuickGzipSource: ByteSource {
    private let source: any ByteSource
    private let packed: KeptSource
    /// Has taken over.
    private var exact: GzipSource?
    /// There was no way back.
    private var ending: SourceNote?
    private var state: UnsafeMutablePointer<inflate_state>?
    private var input: [UInt8] = []
    private var inputStart = 0
    private var inputEnd = 0
    private var isSourceAtEnd = false
    private var isInMember = false
    /// Bytes given out.
    private var position = 0

    init(_ source: any ByteSource) {
      self.source = source
      packed = KeptSource(source)
      if packed.canRewind {
        input = [UInt8](repeating: 0, count: 64 << 10)
        unsafe state = .allocate(capacity: 1)
      } else {
        exact = GzipSource(packed)
      }
    }

    deinit { unsafe state?.deallocate() }

    var notes: [SourceNote] { exact?.notes ?? [ending].compactMap { $0 } }
    var packedCount: Int64 { source.packedCount }

    func read(into target: inout MutableSpan<UInt8>) -> Int {
      guard !target.isEmpty else { return 0 }
      while exact == nil, ending == nil {
        guard isInMember || startMember() else { break }
        let count = inflateOnce(into: &target)
        position += count
        if count > 0 { return count }
        // Nothing came: the end of the member, or a doubt.
      }
      guard let exact else { return 0 }
      return exact.read(into: &target)
    }

    /// False when there is no further member, or zlib has to see what there is.
    private func startMember() -> Bool {
      fill(4)
      let count = inputEnd - inputStart
      if count == 0 { return false }
      // Of the flags zlib knows five, and refuses the others.
      guard count >= 4, input[inputStart] == 0x1F, input[inputStart + 1] == 0x8B,
        input[inputStart + 3] < 0x20,
        let state = unsafe state
      else {
        giveUp()
        return false
      }
      unsafe isal_inflate_init(state)
      unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP)
      isInMember = true
      return true
    }

    /// At least `count` bytes of input, or all there are.
    private func fill(_ count: Int) {
      while inputEnd - inputStart < count, !isSourceAtEnd {
        let rest = inputEnd - inputStart
        for index in 0..<rest { input[index] = input[inputStart + index] }
        inputStart = 0
        var span = input.mutableSpan
        var room = span._mutatingExtracting(rest...)
        let read = packed.read(into: &room)
        if read == 0 { isSourceAtEnd = true }
        inputEnd = rest + read
      }
    }

    /// One call of ISA-L; the bytes it gave. What it gave together with an error is not used.
    private func inflateOnce(into target: inout MutableSpan<UInt8>) -> Int {
      fill(1)
      guard let state = unsafe state else { return 0 }
      let given = inputEnd - inputStart
      let start = inputStart
      let room = min(target.count, 1 << 30)
      let result = unsafe input.withUnsafeMutableBufferPointer { source in
        unsafe target.withUnsafeMutableBufferPointer { target in
          unsafe state.pointee.next_in = source.baseAddress.map { unsafe $0 + start }
          unsafe state.pointee.avail_in = UInt32(given)
          unsafe state.pointee.next_out = target.baseAddress
          unsafe state.pointee.avail_out = UInt32(room)
          return unsafe isal_inflate(state)
        }
      }
      guard result == ISAL_DECOMP_OK else {
        giveUp()
        return 0
      }
      let count = unsafe room - Int(state.pointee.avail_out)
      inputStart += unsafe given - Int(state.pointee.avail_in)
      if unsafe state.pointee.block_state == ISAL_BLOCK_FINISH {
        isInMember = false
      } else if count == 0, inputStart == inputEnd, isSourceAtEnd {
        giveUp()
      }
      return count
    }

    /// Leaves the rest to zlib, which reads from the start and forgets what was given out.
    private func giveUp() {
      input = []
      guard packed.rewind() else {
        ending = SourceNote(byte: position, reason: .endsEarly(format: "gzip", bytes: position))
        return
      }
      let exact = GzipSource(packed)
      self.exact = exact
      var scratch = [UInt8](repeating: 0, count: 64 << 10)
      var left = position
      while left > 0 {
        var span = scratch.mutableSpan
        var room = span._mutatingExtracting(..<min(left, span.count))
        let count = exact.read(into: &room)
        if count == 0 { break }
        left -= count
      }
    }
  }

  /// A source that can go back to its start: because it can itself, or because all of it is kept.
  private final class KeptSource: ByteSource {
    private static let mostKept = 1 << 20

    let canRewind: Bool
    private let source: any ByteSource
    private let isSourceRewindable: Bool
    private var kept: [[UInt8]] = []
    private var block = 0
    private var offset = 0

    init(_ source: any ByteSource) {
      self.source = source
      isSourceRewindable = source.isRewindable
      if isSourceRewindable {
        canRewind = true
        return
      }
      var count = 0
      var isAtEnd = false
      while count <= Self.mostKept, !isAtEnd {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        var span = bytes.mutableSpan
        var room = span._mutatingExtracting(...)
        let read = source.read(into: &room)
        isAtEnd = read == 0
        bytes.removeLast(bytes.count - read)
        if read > 0 { kept.append(bytes) }
        count += read
      }
      canRewind = isAtEnd
    }

    var notes: [SourceNote] { source.notes }
    var packedCount: Int64 { source.packedCount }

    func rewind() -> Bool {
      if isSourceRewindable { return source.rewind() }
      (block, offset) = (0, 0)
      return canRewind
    }

    func read(into target: inout MutableSpan<UInt8>) -> Int {
      guard block < kept.count else { return source.read(into: &target) }
      let bytes = kept[block]
      let count = target.take(bytes.span.extracting(offset...))
      offset += count
      guard offset == bytes.count else { return count }
      // What cannot be asked for again need not be kept.
      if !canRewind { kept[block] = [] }
      (block, offset) = (block + 1, 0)
      return count
    }
  }
#endif
