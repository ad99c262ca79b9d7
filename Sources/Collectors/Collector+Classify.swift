import Bytes
import Evidence
import LogFormats
import Patterns
import VPCModel

extension Collector {
  /// Runs the patterns over one text and files what they find.
  ///
  /// `hits`: the literals of the raw line, when it is known that decoding brings no new ones; nil looks for them.
  func classify(_ message: Span<UInt8>, _ context: LineContext, hits: ArraySlice<LiteralHit>?) {
    guard options.focus.takes(pod: context.pod) else { return }
    var candidates: [Int] = []
    swap(&candidates, &scratchCandidates)
    defer { swap(&candidates, &scratchCandidates) }
    if options.readsEveryLine {
      candidates = Array(patterns.sources.indices)
    } else {
      patterns.candidates(in: message, hits: hits, into: &candidates)
    }
    var found: [Int] = []
    swap(&found, &scratchFound)
    defer { swap(&found, &scratchFound) }
    found.removeAll(keepingCapacity: true)
    var isKnown = false
    var frameless: FramelessLine?
    // Routine facts first: the request and the pool count belong to the failure on the same line.
    for number in candidates {
      if let writers = context.writers, writerBits[number] & writers == 0 { continue }
      guard let regex = patterns.match(number, in: message) else { continue }
      if context.isFrameless {
        let line = frameless ?? framelessLine(message)
        if frameless == nil {
          guard let printed = line.printed else { return }
          if printed.count < message.count {
            return classify(message.extracting(printed), context, hits: nil)
          }
        }
        frameless = line
        if let code = code(of: regex, in: line), !line.isTold(codeAt: code) { continue }
      }
      isKnown = true
      if let signal = signals[number] {
        read(signal, regex, message, context)
      } else {
        found.append(number)
      }
    }
    // Codes that somebody named are nothing to classify.
    if !isKnown { return frameless == nil ? noteUnknown(message, context) : () }
    guard !found.isEmpty else { return }
    let requestID = LineFacts.requestID(in: message).map { LineFacts.hash(message.extracting($0)) }
    if let requestID, let time = context.time, !context.isBare {
      nodes[context.node].requests.log(requestID, at: time)
    }
    for number in found { sight(number, message, context, requestID: requestID) }
  }

  private func framelessLine(_ message: Span<UInt8>) -> FramelessLine {
    var owners: [Int] = []
    routine.candidates(in: message, into: &owners)
    return FramelessLine(message, heads: heads, isKnown: !owners.isEmpty)
  }

  /// The code word that is all a pattern has found, or most of it.
  private func code(of regex: Regex, in line: FramelessLine) -> Range<Int>? {
    if let group = regex.group("code"), let range = regex.range(of: group) { return range }
    guard let range = regex.range(of: 0), let end = line.endOfCode(at: range.lowerBound),
      end <= range.upperBound
    else { return nil }
    let hasMore = regex.known.subnet == 0 && line.text[range].contains { $0 <= 32 }
    return hasMore ? nil : range.lowerBound..<end
  }

  /// A routine fact, unless it counts for a pod that nobody asked for.
  private func read(_ signal: String, _ regex: Regex, _ message: Span<UInt8>, _ context: LineContext) {
    if !options.focus.takesAnyPod, Self.signalsOfPods.contains(signal) {
      let pod = context.pod ?? podServed(regex, message, context)
      guard options.focus.takes(pod: pod) else { return }
    }
    apply(signal, regex, message: message, context)
  }

  /// A pattern of a cause: filed by what it names.
  private func sight(_ number: Int, _ message: Span<UInt8>, _ context: LineContext, requestID: UInt64?) {
    guard let regex = patterns.matched(number) else { return }
    let groups = regex.known
    let subject = Int32(number)
    func range(_ group: Int) -> Range<Int>? {
      guard group > 0, let range = regex.range(of: group), range.upperBound <= message.count,
        range.count <= 512
      else { return nil }
      return range
    }
    var identity: UInt64
    if let requestID {
      identity = requestID
      nodes[context.node].stream.answers[subject] = (identity, context.time)
    } else if let answer = nodes[context.node].stream.answer(of: subject, at: context.time) {
      identity = answer
    } else if let sandbox = range(groups.sandbox) {
      identity = LineFacts.hash(message.extracting(sandbox))
    } else if nodes[context.node].stream.hasRequest(at: context.time),
      let sandbox = nodes[context.node].stream.request.sandbox
    {
      identity = sandbox
    } else if let weight = context.weight {
      identity = LineFacts.hash(message, and: weight)
    } else {
      identity = LineFacts.identity(of: message, context)
    }
    let who = context.pod ?? podNamed(regex, message)
    guard options.focus.takes(pod: who) else { return }
    let subnet = range(groups.subnet).map { book.intern(message.extracting($0)) } ?? subnetAtEnd(of: message)
    let eni = range(groups.eni).map { book.intern(message.extracting($0)) } ?? firstENI(in: message)
    var key = TallyKey(subject: subject, node: Int32(context.node), subnet: subnet, eni: eni)
    if nodes[context.node].name == inputName.group { hasOwnSightings = true }
    // ENI ids are free text to whoever writes the log: past a bound they are no longer told apart.
    if book.count >= Self.mostTallies, !book.knows(key) {
      key = TallyKey(subject: subject, node: key.node, subnet: 0, eni: 0)
    }
    watchClock(context)
    book.change(key) { tally in
      tally.add(message, identity: identity, context)
      tally.add(captures: regex, in: message)
      if let who { tally.add(pod: who) }
    }
  }

  private static let mostTallies = 4_096

  /// A log goes forward. Where it does not, by minutes, the clock was set or the file is not in order.
  ///
  /// Only lines that patterns know are looked at, whatever else is decoded, and only stamps that have their year.
  func watchClock(_ context: LineContext) {
    guard let time = context.time, context.kind == .ipamdLog || context.kind == .pluginLog else { return }
    if let last = nodes[context.node].lastKnown {
      guard context.line > last.line else { return }
      let back = last.time.seconds(since: time)
      if back >= InputRecord.leastSetBack, back > record.setBack?.seconds ?? 0 {
        record.setBack = SetBack(line: context.line, from: last.time, to: time)
      }
    }
    nodes[context.node].lastKnown = (context.line, time)
  }

  /// `… for subnet subnet-…`: the only place where a failed CreateNetworkInterface names its subnet for certain.
  private func subnetAtEnd(of message: Span<UInt8>) -> Int32 {
    guard let found = findBytes("for subnet subnet-", in: message, anchor: 17) else { return 0 }
    return internID(message, from: found + 11, prefix: 7)
  }

  private func firstENI(in message: Span<UInt8>) -> Int32 {
    guard let found = findBytes("eni-", in: message, anchor: 3) else { return 0 }
    return internID(message, from: found, prefix: 4)
  }

  private func internID(_ message: Span<UInt8>, from start: Int, prefix: Int) -> Int32 {
    var end = start + prefix
    while end < message.count, message[end] &- 48 < 10 || message[end] &- 97 < 6 { end += 1 }
    guard (8...17).contains(end - start - prefix) else { return 0 }
    return book.intern(message.extracting(start..<end))
  }

  /// No pattern knows it: routine, noise, or the strongest of what is not classified.
  private func noteUnknown(_ message: Span<UInt8>, _ context: LineContext) {
    let isLoud = context.level == "error" || context.level == "fatal" || context.level == "warn"
    guard isLoud || (context.isBare && LineFacts.speaksOfTrouble(message)) else { return }
    if context.isFrameless, framelessLine(message).printed == nil { return }
    let identity = LineFacts.hash(message, and: UInt64(bitPattern: context.time?.nanoseconds ?? 0))
    var owners: [Int] = []
    routine.candidates(in: message, into: &owners)
    if let known = owners.min() {
      if catalog.routine[known].isNoise { addNoise(catalog.routine[known].text, identity: identity) }
      return
    }
    unknown.add(message, context, identity: identity)
  }
}
