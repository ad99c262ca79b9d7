import Glibc
import Intake

/// Bytes as a file of any packing: unpacked within its limits, and the same streams and problems come out whatever the
/// size of the reader's buffer.
func fuzzArchives(_ bytes: [UInt8]) -> String? {
  guard let file = MemoryFile(bytes) else { return "no memory for a file" }
  let wide = unpack(file.path, buffer: 64 << 10)
  let narrow = unpack(file.path, buffer: 61)
  guard wide == narrow else { return "what comes out depends on the reader's buffer" }
  // The budget is asked at the ends of units, and each layer may be in one.
  let most = Int(limits.maxUnpacked) + (limits.maxDepth + 1) * (256 << 10)
  let isPlain = wide.streams.count == 1 && wide.streams[0].bytes == bytes
  let total = wide.streams.reduce(0) { $0 + $1.bytes.count }
  guard isPlain || total <= most else { return "\(total) bytes came out" }
  // One stream for each of the members, in at most four archives around each other.
  guard wide.summary.streams <= 4 * limits.maxMembers * limits.maxMembers else { return "too many streams" }
  guard wide.summary.streams == wide.streams.count else { return "the streams are miscounted" }
  return nil
}

private let limits: IntakeOptions = {
  var options = IntakeOptions()
  options.maxUnpacked = 64 << 10
  options.ratioFloor = 32 << 10
  options.maxMembers = 16
  return options
}()

private struct Unpacked: Equatable {
  struct Stream: Equatable {
    let name: String
    let bytes: [UInt8]
    let problems: [InputStream.Problem]
  }
  var streams: [Stream] = []
  var summary = IntakeSummary()
}

private func unpack(_ path: String, buffer size: Int) -> Unpacked {
  var intake = Intake(paths: [path], options: limits)
  var buffer = [UInt8](repeating: 0, count: size)
  var found = Unpacked()
  found.summary = intake.forEach { stream in
    var bytes: [UInt8] = []
    while let count = try? stream.read(into: &buffer), count > 0 { bytes += buffer[..<count] }
    found.streams.append(Unpacked.Stream(name: stream.name, bytes: bytes, problems: stream.problems))
  }
  return found
}

/// A file that is on no disk, gone with its last reader.
private struct MemoryFile: ~Copyable {
  private let descriptor: Int32
  var path: String { "/proc/self/fd/\(descriptor)" }

  init?(_ bytes: [UInt8]) {
    var name = Array("/dev/shm/ipamtriage-XXXXXX".utf8CString)
    descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else { return nil }
    unsafe unlink(name)
    guard unsafe write(descriptor, bytes, bytes.count) == bytes.count else { return nil }
  }

  deinit { close(descriptor) }
}
