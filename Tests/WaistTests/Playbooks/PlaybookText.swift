import Playbooks

/// A small playbook, complete and right, to be broken by tests.
enum PlaybookText {
  static let right = """
    id: test-cause
    kind: primary
    step: 3
    title: A cause
    says: It says so.
    patterns:
      - name: test-pattern
        in: [ipamd]
        literal: InsufficientCidrBlocks
        regex: 'InsufficientCidrBlocks'
        matches: ['api error InsufficientCidrBlocks: none']
        ignores: ['nothing of the kind']
    proves:
      scope: subnet
      all:
        - { pattern: test-pattern }
        - { fact: subnet.free, atLeast: 16 }
        - { fact: node.poolFull, via: subnet.nodes, is: true }
    healedBy: [pool-grown]
    confusedWith:
      - cause: test-cause
        because: it is the same
        decide: 'aws ec2 describe-subnets --subnet-ids {subnet} --output json'
    next: ['kubectl get node {node} -o json']
    remedies:
      - title: Do it
        commands: ['aws ec2 delete-network-interface --network-interface-id {eni}']
        when: [{ fact: node.prefixMode, is: false }]
        precondition: none
        risk: none
        effect: none
        verify: none
        rollback: none
    versions: '>=1.9'
    sources: ['https://docs.aws.amazon.com/']
    """

  static let signals = """
    signals:
      - name: signal-grown
        states: pool-grown
        in: [ipamd]
        literal: Successfully increased
        regex: 'Successfully increased'
        matches: ['Successfully increased IP pool']
        ignores: ['no']
    """

  /// What the handbook says of the playbook with one text replaced, or nil when it is content.
  static func complaint(replacing old: String = "", with new: String = "", also files: [String: String] = [:])
    -> String?
  {
    precondition(old.isEmpty || right.contains(old), "nothing to replace")
    let text = old.isEmpty ? right : right.replacingFirst(old, with: new)
    do throws(PlaybookError) {
      _ = try handbook(["causes/test-cause.yaml": text, "signals.yaml": signals].merging(files) { $1 })
      return nil
    } catch {
      return "\(error)"
    }
  }

  static func handbook(_ files: [String: String]) throws(PlaybookError) -> Handbook {
    var parsed: [Handbook.File] = []
    for path in files.keys.sorted() {
      parsed.append(
        Handbook.File(path: path, tree: try SourceTree.parse(files[path] ?? "", file: "Playbooks/" + path)))
    }
    return try Handbook(files: parsed, digest: "sha256:test")
  }
}

extension String {
  func replacingFirst(_ old: String, with new: String) -> String {
    guard let range = firstRange(of: old) else { return self }
    return replacingCharacters(in: range, with: new)
  }

  private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
    String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}
