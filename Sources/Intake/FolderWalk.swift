import Glibc

/// One thing to read, found in a PATH.
package struct InputFile: Hashable, Sendable {
  package enum Kind: Hashable, Sendable { case regular, fifo, standardInput }
  /// As shown: what the user wrote, then the way inside the folder.
  package let name: String
  /// What the system is asked for; a file name need not be UTF-8.
  package let path: [UInt8]
  package let kind: Kind
  /// The user named it, so a link is followed.
  package let isGivenByHand: Bool
  /// Size of a regular file when it was found; nil for what has no size before its end.
  package let byteCount: Int64?
}

/// What lies in folders and is not read.
package struct SkippedFiles: Hashable, Sendable {
  package var links = 0
  package var fifos = 0
  package var sockets = 0
  package var devices = 0
  package init() {}
  package var total: Int { links + fifos + sockets + devices }
}

/// Turns PATHs into files, in the order given, folders in byte order of names.
///
/// Links inside folders are not followed, so no folder can be met twice. `.git` is left out: its objects are
/// compressed text that would be read as evidence.
struct FolderWalk {
  private(set) var files: [InputFile] = []
  private(set) var skipped = SkippedFiles()
  private(set) var errors: [IntakeError] = []

  mutating func add(_ path: String) {
    guard path != "-" else {
      files.append(
        InputFile(name: "-", path: [], kind: .standardInput, isGivenByHand: true, byteCount: nil))
      return
    }
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, !bytes.contains(0) else {
      errors.append(IntakeError(place: path, reason: .missing))
      return
    }
    guard let status = Self.status(of: bytes, followingLinks: true) else {
      errors.append(systemError(path))
      return
    }
    func found(_ kind: InputFile.Kind, _ byteCount: Int64?) -> InputFile {
      InputFile(name: path, path: bytes, kind: kind, isGivenByHand: true, byteCount: byteCount)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: files.append(found(.regular, Int64(status.st_size)))
    case S_IFIFO: files.append(found(.fifo, nil))
    case S_IFDIR: walk(bytes)
    case S_IFSOCK: errors.append(IntakeError(place: path, reason: .notAFile("a socket")))
    default: errors.append(IntakeError(place: path, reason: .notAFile("a device")))
    }
  }

  /// Own stack instead of recursion: a folder may be nested as deep as its maker likes.
  private mutating func walk(_ root: [UInt8]) {
    var stack = [root]
    while let path = stack.popLast() {
      let name = String(decoding: path, as: UTF8.self)
      guard let status = Self.status(of: path, followingLinks: path == root) else {
        errors.append(systemError(name))
        continue
      }
      switch status.st_mode & S_IFMT {
      case S_IFREG:
        files.append(
          InputFile(
            name: name, path: path, kind: .regular, isGivenByHand: false, byteCount: Int64(status.st_size)))
      case S_IFLNK: skipped.links += 1
      case S_IFIFO: skipped.fifos += 1
      case S_IFSOCK: skipped.sockets += 1
      case S_IFDIR:
        guard let names = Self.entries(of: path) else {
          errors.append(systemError(name))
          continue
        }
        let prefix = path.last == UInt8(ascii: "/") ? path : path + [UInt8(ascii: "/")]
        for entry in names.reversed() { stack.append(prefix + entry) }
      default: skipped.devices += 1
      }
    }
  }

  private static func status(of path: [UInt8], followingLinks: Bool) -> stat? {
    let path = path.map { CChar(bitPattern: $0) } + [0]
    var status = stat()
    let result = unsafe followingLinks ? stat(path, &status) : lstat(path, &status)
    return result == 0 ? status : nil
  }

  /// Names in a folder, sorted by bytes; nil when it cannot be listed.
  private static func entries(of path: [UInt8]) -> [[UInt8]]? {
    let path = path.map { CChar(bitPattern: $0) } + [0]
    guard let folder = unsafe opendir(path) else { return nil }
    defer { unsafe closedir(folder) }
    guard let nameOffset = MemoryLayout<dirent>.offset(of: \dirent.d_name) else { return nil }
    var names: [[UInt8]] = []
    while let entry = unsafe readdir(folder) {
      // The name is read where it lies: a copy of the whole record would read past a short one.
      let start = unsafe UnsafeRawPointer(entry).advanced(by: nameOffset)
      let length = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
      let name = unsafe Array(UnsafeRawBufferPointer(start: start, count: length))
      if name != Array(".".utf8), name != Array("..".utf8), name != Array(".git".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
