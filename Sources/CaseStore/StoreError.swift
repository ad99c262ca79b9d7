import GRDB

/// Why a store cannot be used. It is never overwritten or repaired on the way.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A SQLite file of something else.
  case notAStore(String)
  /// No SQLite file, or a damaged one.
  case corrupt(String)
  case tooNew(String)
  /// Another program holds it.
  case locked(String)
  case full(String)
  case unreadable(String, String)

  package var description: String {
    switch self {
    case .notAStore(let path): "\(path): a database, but no store of ipamtriage; choose another --store"
    case .corrupt(let path):
      "\(path): no store, or a damaged one; it was left as it is: move it away or choose another --store"
    case .tooNew(let path): "\(path): written by a newer ipamtriage; use that one or choose another --store"
    case .locked(let path): "\(path): in use by another run; wait for it or choose another --store"
    case .full(let path): "\(path): the disk is full; what was stored before stays"
    case .unreadable(let path, let why): "\(path): cannot be used as a store: \(why)"
    }
  }

  static func translating<Value>(_ path: String, _ body: () throws -> Value) throws(StoreError) -> Value {
    do { return try body() } catch let error as StoreError { throw error } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT: throw .corrupt(path)
      case .SQLITE_BUSY, .SQLITE_LOCKED: throw .locked(path)
      case .SQLITE_FULL: throw .full(path)
      default: throw .unreadable(path, error.message ?? "SQLite error \(error.resultCode.rawValue)")
      }
    } catch { throw .unreadable(path, "\(error)") }
  }
}
