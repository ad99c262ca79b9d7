// A fleet of thousands has to fit into the memory of a laptop. What a report tells of one node among thousands needs
// no eight quotes of a line and no 512 times of it: a fleet's case keeps less of each log, and counts as before.
extension Case {
  /// Logs that say something beyond which less is kept of each; a support bundle has two or three.
  package static let detailedLogs = 300

  /// Whether these are more logs than are kept in full. True for every case that this one is merged into.
  package var isOfManyNodes: Bool {
    // Counting takes its time; most cases are told by this.
    nodeLogs.count + mergedNodes.value > Case.detailedLogs
      && nodeLogs.values.count { !$0.isQuiet } + mergedNodes.value > Case.detailedLogs
  }

  /// Keeps of each log and sighting what a fleet's report tells. Doing it to the parts before they are merged, or
  /// twice, changes nothing about what is left in the end.
  package mutating func condense() {
    for name in nodeLogs.keys { nodeLogs[name]?.condense(inputs) }
    for key in sightings.keys { sightings[key]?.condense(inputs) }
  }
}

extension NodeLog {
  /// Newest minutes of the pool and newest pods that are kept of a log among many.
  static let fewMinutes = 120
  static let fewPods = 256

  mutating func condense(_ inputs: [String: InputRecord]) {
    for name in moments.keys { moments[name]?.condense() }
    for name in samples.keys { samples[name]?.condense(inputs) }
    shareMoments()
    thin(minutes: NodeLog.fewMinutes, pods: NodeLog.fewPods)
  }

  /// What a signal counts its sample counts, too, as a rule: once in memory is enough.
  package mutating func shareMoments() {
    for (name, value) in moments where samples[name]?.moments == value { samples[name]?.moments = value }
  }
}

extension Sighting {
  static let fewPods = 8

  mutating func condense(_ inputs: [String: InputRecord]) {
    moments.condense()
    thin(samples: 1, pods: Sighting.fewPods) { inputs[$0]?.name ?? $0 }
  }
}
