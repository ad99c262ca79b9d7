#if canImport(CISAL)
  import Foundation
  import TestSupport
  import Testing

  @testable import Intake

  /// What is unpacked quickly is what zlib unpacks, and damage is told as zlib tells it.
  @Suite struct QuickGzipTests {
    private let scratch: Scratch
    private let packed: [UInt8]
    private let log: [UInt8]

    init() throws {
      scratch = try Scratch()
      log = Array((0..<4_000).map { "line \($0 &* 2_654_435_761 % 65_521) of ipamd.log\n" }.joined().utf8)
      try scratch.write("ipamd.log", log)
      // Blocks with codes of their own, the file's name in the header; without the program, fixed codes.
      let isPacked = scratch.run("gzip", "-6", "ipamd.log")
      let file = URL(fileURLWithPath: "\(scratch.path)/ipamd.log.gz")
      packed = isPacked ? Array(try Data(contentsOf: file)) : Packing.gzip(log)
    }

    private struct Outcome: Equatable {
      var bytes: [UInt8] = []
      var notes: [SourceNote] = []
    }

    /// Reads a source to its end, in steps of `size` bytes.
    private func drain(_ source: any ByteSource, size: Int) -> Outcome {
      var outcome = Outcome()
      var buffer = [UInt8](repeating: 0, count: size)
      while true {
        var span = buffer.mutableSpan
        let count = source.read(into: &span)
        if count == 0 { break }
        outcome.bytes += buffer[..<count]
      }
      outcome.notes = source.notes
      return outcome
    }

    private func expectEqual(_ bytes: [UInt8], size: Int, _ comment: Comment) {
      let exact = drain(GzipSource(MemorySource(bytes, isRewindable: false)), size: size)
      for isRewindable in [true, false] {
        let quick = drain(QuickGzipSource(MemorySource(bytes, isRewindable: isRewindable)), size: size)
        #expect(quick == exact, comment)
      }
    }

    @Test(arguments: [1, 100, 4_096, 65_536, 262_144])
    func `whole members come out as they went in`(size: Int) {
      #expect(drain(QuickGzipSource(MemorySource(packed, isRewindable: true)), size: size).bytes == log)
      let members = packed + Packing.gzip("two\n") + packed + Packing.gzip("")
      expectEqual(members, size: size, "members")
    }

    @Test func `a cut anywhere is told as zlib tells it`() {
      var random = SeededRandom(seed: 11)
      for _ in 0..<150 {
        let length = Int(random.next() % UInt64(packed.count))
        expectEqual(Array(packed[..<length]), size: length % 2 == 0 ? 65_536 : 4_096, "cut at \(length)")
      }
      for length in 0..<40 { expectEqual(Array(packed[..<length]), size: 4_096, "cut at \(length)") }
    }

    @Test func `a flipped bit is told as zlib tells it`() {
      var random = SeededRandom(seed: 12)
      for _ in 0..<250 {
        var broken = packed
        let place = Int(random.next() % UInt64(packed.count))
        broken[place] ^= 1 << UInt8(random.next() % 8)
        let size = place % 2 == 0 ? 262_144 : 4_096
        expectEqual(broken + Packing.gzip("two\n"), size: size, "flipped in \(place)")
      }
      for bit in 0..<(10 * 8) {
        var broken = packed
        broken[bit / 8] ^= 1 << UInt8(bit % 8)
        expectEqual(broken, size: 4_096, "bit \(bit)")
      }
    }

    @Test func `wrong check values and bytes behind the end are told as zlib tells them`() {
      let two = Packing.gzip("two\n")
      expectEqual(Packing.gzip(log, crc: 7) + two, size: 4_096, "crc")
      expectEqual(Packing.gzip(log, length: 7) + two, size: 4_096, "length")
      expectEqual(packed + Array("garbage".utf8), size: 4_096, "garbage")
      expectEqual(packed + [UInt8](repeating: 0, count: 100_000), size: 4_096, "padding")
      expectEqual(packed + [0x1F], size: 4_096, "one byte")
    }

    @Test func `what is too large to keep and cannot be read again is zlib's`() {
      // Noise does not pack: more than a MiB of it.
      var random = SeededRandom(seed: 13)
      let noise = (0..<1_200_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      var large = Packing.gzip(noise)
      expectEqual(large, size: 65_536, "whole")
      large[1_000_000] ^= 0x55
      expectEqual(large, size: 65_536, "damaged")
    }
  }

  /// Bytes in memory, given out in pieces.
  private final class MemorySource: ByteSource {
    let notes: [SourceNote] = []
    let isRewindable: Bool
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8], isRewindable: Bool) {
      self.bytes = bytes
      self.isRewindable = isRewindable
    }

    var packedCount: Int64 { Int64(position) }

    func rewind() -> Bool {
      guard isRewindable else { return false }
      position = 0
      return true
    }

    func read(into target: inout MutableSpan<UInt8>) -> Int {
      let count = min(bytes.count - position, 5_000, target.count)
      for index in 0..<count { target[index] = bytes[position + index] }
      position += count
      return count
    }
  }
#endif
