/// A run of `batch` and what changed since the one before.
package struct RunEntry: Hashable, Sendable {
  package let number: Int
  package let started: String
  /// Nil for a run that was interrupted.
  package let finished: String?
  package let units: Int
  package let scanned: Int
  package let nodes: Int?
  package let affected: Int?
  /// `cause on node`, sorted: never seen before, no longer there, there again.
  package let new: [String]
  package let gone: [String]
  package let back: [String]

  package init(
    number: Int, started: String, finished: String?, units: Int, scanned: Int, nodes: Int?, affected: Int?,
    new: [String], gone: [String], back: [String]
  ) {
    self.number = number
    self.started = started
    self.finished = finished
    self.units = units
    self.scanned = scanned
    self.nodes = nodes
    self.affected = affected
    self.new = new
    self.gone = gone
    self.back = back
  }
}

/// The runs of a store, oldest first.
package struct RunsRenderer: Sendable {
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func text(_ entries: [RunEntry]) -> String {
    var page = Page(options)
    if entries.isEmpty { page.add("no run in this store yet", indent: 0) }
    for entry in entries {
      page.blank()
      let state = entry.finished == nil ? ", interrupted" : ""
      page.add("run \(entry.number), \(entry.started)\(state)", indent: 0, style: .bold)
      let found = entry.nodes.map { nodes in
        ", \(Phrases.number(entry.affected ?? 0)) of \(Phrases.count(nodes, "node")) affected"
      }
      page.add("\(Phrases.count(entry.units, "bundle")), \(Phrases.number(entry.scanned)) read\(found ?? "")")
      for (word, list) in [("new", entry.new), ("back", entry.back), ("gone", entry.gone)] where !list.isEmpty
      {
        page.add("\(word): \(Phrases.list(list))", hanging: 4)
      }
    }
    return page.text
  }

  package func json(_ entries: [RunEntry]) -> String {
    let runs: [JSONNode] = entries.map { entry in
      .object([
        ("run", .integer(entry.number)), ("started", .string(entry.started)),
        ("finished", JSONNode(entry.finished)), ("units", .integer(entry.units)),
        ("scanned", .integer(entry.scanned)), ("nodes", JSONNode(entry.nodes)),
        ("affected", JSONNode(entry.affected)), ("new", JSONNode(entry.new)), ("gone", JSONNode(entry.gone)),
        ("back", JSONNode(entry.back)),
      ])
    }
    return JSONText.pretty(.object([("schemaVersion", .string(schemaVersion)), ("runs", .array(runs))]))
  }
}
