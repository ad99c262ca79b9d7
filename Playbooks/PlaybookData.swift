import Playbooks

/// The playbooks the program was built with; no file and no YAML parser is needed at run time.
package enum PlaybookData {
  /// Decoded once, at first use: `--version` does not pay for it.
  package static let handbook: Handbook = {
    var files: [Handbook.File] = []
    for file in EmbeddedPlaybooks.files {
      guard let tree = TreeCodec.decode(Array(file.tree.utf8)) else {
        preconditionFailure("embedded playbook \(file.path) does not decode; rebuild")
      }
      files.append(Handbook.File(path: file.path, tree: tree))
    }
    do {
      return try Handbook(files: files, digest: EmbeddedPlaybooks.digest, isEmbedded: true)
    } catch {
      preconditionFailure("embedded playbooks were checked when built, and yet: \(error)")
    }
  }()
}
