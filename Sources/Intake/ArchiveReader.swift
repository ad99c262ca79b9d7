import CArchive
import Glibc

/// One libarchive reader over a byte source.
///
/// Only tar, streamed zip and raw, only xz, zstd and bzip2: the `_all` variants of libarchive start helper
/// programs found in PATH for some magics (`LRZI` starts `lrzip`). Nothing is ever written to disk.
@safe
final class ArchiveReader {
  enum Format: Hashable {
    case tar, zip, xz, zstd, bzip2

    /// The word used in messages.
    var word: String {
      switch self {
      case .tar: "tar"
      case .zip: "zip"
      case .xz: "xz"
      case .zstd: "zstd"
      case .bzip2: "bzip2"
      }
    }

    fileprivate var filterCode: Int32 {
      switch self {
      case .tar, .zip: ARCHIVE_FILTER_NONE
      case .xz: ARCHIVE_FILTER_XZ
      case .zstd: ARCHIVE_FILTER_ZSTD
      case .bzip2: ARCHIVE_FILTER_BZIP2
      }
    }
  }

  enum Header {
    case member(Member)
    /// A damaged header; the next call looks for the next good one.
    case damaged(String)
    case end
    case broken(String)
  }

  enum Block {
    case bytes(Int)
    case end
    /// This member is not to be had; the next may be.
    case failed(String)
    case broken(String)
  }

  private let source: any ByteSource
  private let format: Format
  private let handle: OpaquePointer?
  private var isOpen = false
  // libarchive keeps the block it was given until it asks for the next one.
  private let lent: UnsafeMutableBufferPointer<UInt8>
  private var rest: UnsafeRawBufferPointer = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
  private var hole = 0
  private var position: Int64 = 0
  /// Bytes of the member in hand that libarchive has handed over or skipped as a hole.
  private(set) var fetchedCount = 0

  init(_ format: Format, _ source: any ByteSource) {
    self.source = source
    self.format = format
    // A compressor's unit fits, so that a tar's bytes are unpacked where libarchive reads them.
    unsafe lent = .allocate(capacity: UnpackedSource.largestUnit)
    unsafe lent.initialize(repeating: 0)
    unsafe handle = archive_read_new()
  }

  deinit {
    unsafe archive_read_free(handle)
    unsafe lent.deallocate()
  }

  var packedCount: Int64 { source.packedCount }

  /// The next member's header.
  func next() -> Header {
    guard let handle = unsafe handle else { return .broken("libarchive cannot start") }
    unsafe rest = UnsafeRawBufferPointer(start: nil, count: 0)
    hole = 0
    position = 0
    fetchedCount = 0
    if !isOpen {
      isOpen = true
      if let words = open() { return .broken(words) }
    }
    var entry: OpaquePointer?
    let result = unsafe archive_read_next_header(handle, &entry)
    switch result {
    case ARCHIVE_EOF: return .end
    case ARCHIVE_OK, ARCHIVE_WARN:
      guard let entry = unsafe entry else { return .broken("no header") }
      return .member(unsafe Member(entry))
    case ARCHIVE_RETRY, ARCHIVE_FAILED: return .damaged(words())
    default: return .broken(words())
    }
  }

  /// Bytes of the member in hand, to the front of `target`. Holes of sparse members are zeros.
  ///
  /// Blocks, not `archive_read_data`: that one forgets what it has copied when an error follows in the same call.
  func read(into target: inout MutableSpan<UInt8>) -> Block {
    guard let handle = unsafe handle else { return .end }
    while unsafe rest.isEmpty, hole == 0 {
      var start: UnsafeRawPointer?
      var count = 0
      var offset: Int64 = 0
      let result = unsafe archive_read_data_block(handle, &start, &count, &offset)
      switch result {
      case ARCHIVE_OK, ARCHIVE_WARN:
        if count == 0, result == ARCHIVE_WARN { return .failed(words()) }
        unsafe rest = UnsafeRawBufferPointer(start: start, count: count)
        // A hostile map may go backwards: then there is no hole.
        hole = Int(max(0, offset.subtractingReportingOverflow(position).partialValue))
        position = max(position, offset)
        fetchedCount = fetchedCount.addingReportingOverflow(hole).partialValue
        fetchedCount = fetchedCount.addingReportingOverflow(count).partialValue
      case ARCHIVE_EOF: return .end
      case ARCHIVE_RETRY, ARCHIVE_FAILED: return .failed(words())
      default: return .broken(words())
      }
    }
    if hole > 0 {
      let count = min(hole, target.count)
      unsafe target.withUnsafeMutableBytes { target in
        if let start = target.baseAddress { unsafe memset(start, 0, count) }
      }
      hole -= count
      return .bytes(count)
    }
    let count = unsafe min(rest.count, target.count)
    unsafe target.withUnsafeMutableBytes { target in
      unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
    }
    unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    position &+= Int64(count)
    return .bytes(count)
  }

  /// What libarchive says is wrong when the formats are registered and the first bytes read; nil when all is well.
  private func open() -> String? {
    switch format {
    case .tar:
      unsafe archive_read_support_format_tar(handle)
      // Bytes after the end mark are looked at too: `cat a.tar b.tar` is one input.
      unsafe archive_read_set_format_option(handle, "tar", "read_concatenated_archives", "1")
    case .zip:
      unsafe archive_read_support_format_zip_streamable(handle)
    case .xz:
      unsafe archive_read_support_format_raw(handle)
      unsafe archive_read_support_filter_xz(handle)
    case .zstd:
      unsafe archive_read_support_format_raw(handle)
      unsafe archive_read_support_filter_zstd(handle)
    case .bzip2:
      unsafe archive_read_support_format_raw(handle)
      unsafe archive_read_support_filter_bzip2(handle)
    }
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    let result = unsafe archive_read_open(
      handle, context, nil,
      { _, context, block in
        guard let context = unsafe context, let block = unsafe block else { return -1 }
        let reader = unsafe Unmanaged<ArchiveReader>.fromOpaque(context).takeUnretainedValue()
        unsafe block.pointee = UnsafeRawPointer(reader.lent.baseAddress)
        var lent = unsafe reader.lent.mutableSpan
        return reader.source.read(into: &lent)
      }, nil)
    if result != ARCHIVE_OK { return words() }
    // Without its filter the raw format would hand out the packed bytes as text.
    if unsafe archive_filter_code(handle, 0) != format.filterCode { return "unknown variant" }
    return nil
  }

  private func words() -> String {
    guard let words = unsafe archive_error_string(handle) else { return "no such data" }
    return unsafe String(cString: words)
  }
}

/// What the header of an archive member states.
struct Member: Hashable {
  enum Kind: Hashable { case regular, link, directory, fifo, socket, device }
  let name: String
  let kind: Kind
  /// Nanoseconds since 1970; nil when the header has none.
  let modified: Int64?
  /// Stored with holes, so that little data can stand for much.
  let isSparse: Bool

  fileprivate init(_ entry: OpaquePointer) {
    if let text = unsafe archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) {
      name = unsafe String(cString: text)
    } else {
      name = ""
    }
    if unsafe archive_entry_hardlink(entry) != nil {
      kind = .link
    } else {
      switch mode_t(unsafe archive_entry_filetype(entry)) & 0o170000 {
      case 0o100000: kind = .regular
      case 0o120000: kind = .link
      case 0o040000: kind = .directory
      case 0o010000: kind = .fifo
      case 0o140000: kind = .socket
      default: kind = .device
      }
    }
    isSparse = unsafe archive_entry_sparse_count(entry) > 0
    let seconds = unsafe Int64(archive_entry_mtime(entry))
    // Zero is what reproducible archives write; 2200 is the end of the times we read.
    if unsafe archive_entry_mtime_is_set(entry) != 0, seconds > 0, seconds < 7_258_118_400 {
      let fraction = unsafe Int64(archive_entry_mtime_nsec(entry))
      modified = seconds * 1_000_000_000 + (0..<1_000_000_000 ~= fraction ? fraction : 0)
    } else {
      modified = nil
    }
  }
}
