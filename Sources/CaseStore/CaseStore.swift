import GRDB

/// What `batch` remembers between runs: the cases of inputs, and what each run found. One SQLite file, mode 0600.
///
/// A unit of work (an archive, a folder, a log) is written in one transaction with all its cases: a run that is killed
/// has stored a unit whole or not at all.
package final class CaseStore: Sendable {
  private let queue: DatabaseQueue

  /// Opens a store and brings its schema up to date; a file that is none is refused and left alone.
  package init(path: String) throws(StoreError) {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    let queue = try StoreError.translating(path) {
      try DatabaseQueue(path: path, configuration: configuration)
    }
    let migrator = CaseStore.migrator
    try StoreError.translating(path) {
      try queue.read { db in
        let id = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let tables =
          try Int.fetchOne(
            db,
            // A run that was killed while it made the store has left this table, and nothing in it.
            sql: "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name <> 'grdb_migrations'") ?? 0
        guard id == CaseStore.applicationID || (id == 0 && tables == 0) else {
          throw StoreError.notAStore(path)
        }
        if try migrator.hasBeenSuperseded(db) { throw StoreError.tooNew(path) }
      }
      try migrator.migrate(queue)
    }
    self.queue = queue
    self.path = path
  }

  package let path: String

  /// `ipam` in ASCII: tells a store from any other SQLite file.
  static let applicationID = 0x6970_616D

  /// Every version there ever was, oldest first; a released one is never changed again.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(
        sql: """
          CREATE TABLE unit (
            path TEXT NOT NULL PRIMARY KEY,
            stamp TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            playbooks TEXT NOT NULL,
            options TEXT NOT NULL,
            contentHash TEXT NOT NULL,
            problem TEXT
          );
          CREATE TABLE "case" (
            unit TEXT NOT NULL REFERENCES unit(path) ON DELETE CASCADE,
            node TEXT,
            line TEXT NOT NULL
          );
          CREATE INDEX caseOfUnit ON "case"(unit);
          CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            started TEXT NOT NULL,
            finished TEXT,
            tool TEXT NOT NULL,
            units INTEGER NOT NULL,
            scanned INTEGER NOT NULL DEFAULT 0,
            nodes INTEGER,
            affected INTEGER
          );
          CREATE TABLE finding (
            run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            node TEXT NOT NULL,
            cause TEXT NOT NULL,
            first TEXT,
            failures INTEGER NOT NULL
          );
          CREATE INDEX findingOfRun ON finding(run);
          """)
    }
    return migrator
  }
}

/// An input as the store knows it. `stamp` changes when the files change; the rest says what it was read with.
package struct StoredUnit: Hashable, Sendable {
  package var path: String
  package var stamp: String
  package var bytes: Int64
  package var playbooks: String
  package var options: String

  package init(path: String, stamp: String, bytes: Int64, playbooks: String, options: String) {
    self.path = path
    self.stamp = stamp
    self.bytes = bytes
    self.playbooks = playbooks
    self.options = options
  }
}

/// A node's trouble in one run.
package struct StoredFinding: Hashable, Sendable {
  package let node: String
  package let cause: String
  package let first: String?
  package let failures: Int
  package init(node: String, cause: String, first: String?, failures: Int) {
    self.node = node
    self.cause = cause
    self.first = first
    self.failures = failures
  }
}

package struct StoredRun: Hashable, Sendable {
  package let id: Int64
  package let started: String
  /// Nil for one that was interrupted.
  package let finished: String?
  package let units: Int
  package let scanned: Int
  package let nodes: Int?
  package let affected: Int?
}

extension CaseStore {
  // MARK: units

  /// True when the unit was stored with the same files, playbooks and options: nothing has to be read again.
  package func isStored(_ unit: StoredUnit) throws(StoreError) -> Bool {
    try StoreError.translating(path) {
      try queue.read { db in
        try Bool.fetchOne(
          db,
          sql: """
            SELECT count(*) FROM unit WHERE path = ? AND stamp = ? AND bytes = ? AND playbooks = ? AND options = ?
            """, arguments: [unit.path, unit.stamp, unit.bytes, unit.playbooks, unit.options]) ?? false
      }
    }
  }

  /// Replaces what is known of a unit. `cases`: the node, nil for what is of the cluster, and the line of `scan`.
  package func store(
    _ unit: StoredUnit, contentHash: String, problem: String?, cases: [(node: String?, line: String)],
    run: Int64
  ) throws(StoreError) {
    try StoreError.translating(path) {
      try queue.write { db in
        try db.execute(sql: "DELETE FROM unit WHERE path = ?", arguments: [unit.path])
        try db.execute(
          sql: "INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            unit.path, unit.stamp, unit.bytes, unit.playbooks, unit.options, contentHash, problem,
          ])
        for (node, line) in cases {
          try db.execute(sql: "INSERT INTO \"case\" VALUES (?, ?, ?)", arguments: [unit.path, node, line])
        }
        try db.execute(sql: "UPDATE run SET scanned = scanned + 1 WHERE id = ?", arguments: [run])
      }
    }
  }

  /// Lends the lines of a unit, one after the other.
  package func forEachCase(of unit: String, _ body: (String) -> Void) throws(StoreError) {
    try StoreError.translating(path) {
      try queue.read { db in
        let rows = try String.fetchCursor(
          db, sql: "SELECT line FROM \"case\" WHERE unit = ? ORDER BY rowid", arguments: [unit])
        while let line = try rows.next() { body(line) }
      }
    }
  }

  /// The hash of the content of every unit, by path.
  package func contentHashes() throws(StoreError) -> [String: String] {
    try StoreError.translating(path) {
      try queue.read { db in
        var hashes: [String: String] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT path, contentHash FROM unit")
        while let row = try rows.next() { hashes[row["path"]] = row["contentHash"] }
        return hashes
      }
    }
  }

  // MARK: runs

  /// A commit of a run costs one write and no wait for the disk: a run that is killed keeps all it has stored, and a
  /// machine that loses its power the store as it was a moment before.
  package func begin(at started: String, tool: String, units: Int) throws(StoreError) -> Int64 {
    try StoreError.translating(path) {
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
      }
      return try queue.write { db in
        try db.execute(
          sql: "INSERT INTO run (started, tool, units) VALUES (?, ?, ?)", arguments: [started, tool, units])
        return db.lastInsertedRowID
      }
    }
  }

  package func finish(
    _ run: Int64, at finished: String, nodes: Int, findings: [StoredFinding]
  ) throws(StoreError) {
    try StoreError.translating(path) {
      try queue.write { db in
        try db.execute(
          sql: "UPDATE run SET finished = ?, nodes = ?, affected = ? WHERE id = ?",
          arguments: [finished, nodes, findings.count, run])
        for finding in findings {
          try db.execute(
            sql: "INSERT INTO finding VALUES (?, ?, ?, ?, ?)",
            arguments: [run, finding.node, finding.cause, finding.first, finding.failures])
        }
      }
      // One file again, which can be copied as it is.
      try queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = DELETE") }
    }
  }

  /// Oldest first.
  package func runs() throws(StoreError) -> [StoredRun] {
    try StoreError.translating(path) {
      try queue.read { db in
        try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY id").map { row in
          StoredRun(
            id: row["id"], started: row["started"], finished: row["finished"], units: row["units"],
            scanned: row["scanned"], nodes: row["nodes"], affected: row["affected"])
        }
      }
    }
  }

  /// By node.
  package func findings(of run: Int64) throws(StoreError) -> [StoredFinding] {
    try StoreError.translating(path) {
      try queue.read { db in
        try Row.fetchAll(
          db, sql: "SELECT * FROM finding WHERE run = ? ORDER BY node, cause", arguments: [run]
        ).map { row in
          StoredFinding(
            node: row["node"], cause: row["cause"], first: row["first"], failures: row["failures"])
        }
      }
    }
  }
}
