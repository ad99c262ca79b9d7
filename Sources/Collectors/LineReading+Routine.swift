import Bytes
import Evidence
import LogFormats
import Patterns
import VPCModel

/// Routine lines, which are read in place and handed on when somebody asks what they said.
extension LineReading {
  /// Reads a line that shows one routine fact and nothing else; false when it is not of the common form.
  @inline(__always)
  func readRoutine(
    _ fact: RoutineFact, _ pick: LineSieve.Pick, _ shape: Int, _ chunk: Span<UInt8>, _ hot: inout HotState,
    after: Int, origin: Int
  ) -> Bool {
    let info = hot.shapes[shape]
    let line = chunk.extracting(pick.range)
    guard let stamp = stampStart(of: line, info) else { return false }
    // A literal is at most 64 bytes long where it is one of these.
    let from = max(stamp, pick.hitEnd - pick.start - 64)
    let place = RoutineTally.Line(
      time: 0, number: after + pick.linesBefore + 1, byte: origin + pick.start, shape: shape,
      range: pick.range)
    switch fact {
    case .poolStats:
      // One that cannot be read replaces none.
      guard isFirstCard(line, from: stamp), fact.read(line, from: stamp) != nil,
        hot.plain.time(line, at: stamp) != nil
      else { return false }
      holdPool(info.desk, line, at: stamp, chunk, &hot)
      hot.desks[info.desk].pool.hold(place)
    case .poolAtRequest:
      guard fact.read(line, from: stamp) != nil, hot.plain.time(line, at: stamp) != nil else { return false }
      holdPool(info.desk, line, at: stamp, chunk, &hot)
      hot.desks[info.desk].poolAsked.hold(place)
    case .ownENI:
      guard let (eni, id) = ENIWords.read(line, from: from) else { return false }
      if !hot.desks[info.desk].knows(eni) {
        // Not before the pattern has found it: a line that only looks like one makes no ENI the node's own.
        guard collector.owns(line.extracting(id), info.node) else { return false }
        hot.desks[info.desk].noteENI(eni)
      }
      hot.desks[info.desk].own.hold(place)
    case .request, .requestPod, .given, .answered:
      guard let (time, end) = hot.plain.time(line, at: stamp),
        let reading = fact.read(line, from: max(from, end))
      else { return false }
      hot.desks[info.desk].note(reading, line, time, place)
    }
    hot.understood &+= 1
    hot.desks[info.desk].lines &+= 1
    return true
  }

  /// A count of the pool has come: it replaces those that wait, if it is later in the same minute.
  @inline(__always)
  private func holdPool(
    _ index: Int, _ line: Span<UInt8>, at stamp: Int, _ chunk: Span<UInt8>, _ hot: inout HotState
  ) {
    // `2026-03-09T02:03` and `:03.200Z`, which ascends as a number with its first letter in front.
    let minute = (word(line, at: stamp), word(line, at: stamp + 8))
    let moment = word(line, at: stamp + 16).byteSwapped
    if hot.desks[index].pool.isWaiting || hot.desks[index].poolAsked.isWaiting,
      hot.desks[index].poolMinute != minute || hot.desks[index].poolMoment >= moment
    {
      settlePool(index, chunk, &hot)
    }
    hot.desks[index].poolMinute = minute
    hot.desks[index].poolMoment = moment
  }

  // MARK: handing on

  /// Tells the node what its desk knows, before another line of the node is read.
  func settle(_ index: Int, _ chunk: Span<UInt8>, _ hot: inout HotState) {
    settlePool(index, chunk, &hot)
    guard hot.desks[index].isNew else { return }
    hot.desks[index].isNew = false
    collector.nodes[hot.desks[index].node].stream.request = hot.desks[index].request(chunk)
  }

  /// Takes over the request that another line has named.
  func adopt(_ desk: inout RoutineDesk) {
    let request = collector.nodes[desk.node].stream.request
    desk.hasRequest = !request.isEmpty && request.time != nil
    desk.sandbox = request.sandbox ?? 0
    desk.asked = request.time?.nanoseconds ?? 0
    desk.hasPod = !request.podText.isEmpty
    desk.pod = desk.hasPod ? request.podHash : 0
    desk.podLine.isWaiting = false
    desk.isNew = false
  }

  private func settlePool(_ index: Int, _ chunk: Span<UInt8>, _ hot: inout HotState) {
    // In the order of the log: a count at a request goes on from the one before it.
    if hot.desks[index].pool.number <= hot.desks[index].poolAsked.number {
      if hot.desks[index].pool.isWaiting { readPool(index, isAtRequest: false, chunk, &hot) }
      if hot.desks[index].poolAsked.isWaiting { readPool(index, isAtRequest: true, chunk, &hot) }
    } else {
      if hot.desks[index].poolAsked.isWaiting { readPool(index, isAtRequest: true, chunk, &hot) }
      if hot.desks[index].pool.isWaiting { readPool(index, isAtRequest: false, chunk, &hot) }
    }
  }

  private func readPool(_ index: Int, isAtRequest: Bool, _ chunk: Span<UInt8>, _ hot: inout HotState) {
    var held = RoutineDesk.HeldLine()
    hot.desks[index].swapPool(&held, isAtRequest: isAtRequest)
    held.isWaiting = false
    let shape = hot.shapes[held.shape]
    let fact = isAtRequest ? RoutineFact.poolAtRequest : .poolStats
    held.withLine(chunk) { line in
      guard let stamp = stampStart(of: line, shape), let (time, end) = hot.plain.time(line, at: stamp),
        let reading = fact.read(line, from: end), case .pool(let pool) = reading
      else {
        // It counts as whatever it is.
        hot.understood -= 1
        hot.desks[index].lines -= 1
        if !readPlain(line, shape, nil, number: held.number, byte: held.byte, &hot) {
          decode(line, number: held.number, byte: held.byte, &hot)
        }
        return
      }
      let node = hot.desks[index].node
      let instant = Instant(nanoseconds: time)
      hot.desks[index].see(time)
      let old = collector.nodes[node].stream.pool
      let count = PoolCount(
        total: pool.total, assigned: pool.assigned,
        cooling: pool.cooling ?? (isAtRequest ? old?.cooling : nil),
        perENI: pool.perENI ?? old?.perENI)
      collector.nodes[node].stream.pool = count
      collector.nodes[node].stream.poolTime = instant
      hot.desks[index].counts.append(count, time: time, number: held.number, byte: held.byte)
      if !isAtRequest {
        let isEarly = hot.desks[index].pools.add(time)
        if isEarly {
          read(line, shape, number: held.number, byte: held.byte, &hot) { message, context in
            collector.keep(message, of: "pool-stats", context)
          }
        }
      }
    }
    hot.desks[index].swapPool(&held, isAtRequest: isAtRequest)
  }

  /// The chunk is going: what is still of use is copied out of it.
  func closeChunk(_ index: Int, _ chunk: Span<UInt8>, _ hot: inout HotState) {
    hot.desks[index].pool.keep(chunk)
    hot.desks[index].poolAsked.keep(chunk)
    hot.desks[index].podLine.keep(chunk)
    hot.desks[index].own.keep(chunk)
    keepLines(\.requests, index, "request", chunk, &hot)
    keepLines(\.answers, index, "address-assigned", chunk, &hot)
    keepLines(\.given, index, "address-given", chunk, &hot)
  }

  private func keepLines(
    _ path: WritableKeyPath<RoutineDesk, RoutineTally>, _ index: Int, _ signal: String, _ chunk: Span<UInt8>,
    _ hot: inout HotState
  ) {
    var places: [RoutineTally.Line] = []
    hot.desks[index][keyPath: path].takeLines { places.append($0) }
    for place in places {
      let line = chunk.extracting(place.range)
      read(line, hot.shapes[place.shape], number: place.number, byte: place.byte, &hot) { message, context in
        collector.keep(message, of: signal, context)
      }
    }
  }

  /// The input is over.
  func close(_ index: Int, _ chunk: Span<UInt8>, _ hot: inout HotState) {
    settle(index, chunk, &hot)
    let node = hot.desks[index].node
    collector.merge(&hot.desks[index].requests, "request", node: node)
    collector.merge(&hot.desks[index].answers, "address-assigned", node: node)
    collector.merge(&hot.desks[index].given, "address-given", node: node)
    if hot.desks[index].pools.count > 0 {
      let pools = hot.desks[index].pools
      collector.merge(pools.distinct, pools.times, "pool-stats", node: node)
      let last = hot.desks[index].pool
      last.withLine(chunk) { line in
        read(line, hot.shapes[last.shape], number: last.number, byte: last.byte, &hot) { message, context in
          collector.keep(message, of: "pool-stats", context)
        }
      }
    }
    hot.desks[index].counts.pour(into: &collector.nodes[node].log, input: collector.record.name)
    hot.desks[index].served.pour(into: &collector.nodes[node].log)
    guard hot.desks[index].lines > 0 else { return }
    let own = hot.desks[index].own
    if own.isWaiting {
      own.withLine(chunk) { line in
        guard let stamp = stampStart(of: line, hot.shapes[own.shape]),
          let (time, _) = hot.plain.time(line, at: stamp)
        else { return }
        hot.desks[index].see(time)
      }
    }
    if hot.desks[index].first <= hot.desks[index].last {
      for time in [hot.desks[index].first, hot.desks[index].last] {
        collector.note(Instant(nanoseconds: time))
        collector.touch(node, time: Instant(nanoseconds: time), kind: hot.desks[index].kind)
      }
    }
    collector.count(hot.desks[index].kind, times: hot.desks[index].lines)
  }

  // MARK: the form of a line

  /// Where the time of a record at level debug or info begins.
  func stampStart(of line: Span<UInt8>, _ shape: ShapeInfo) -> Int? {
    // The level has four or five letters; a quote is one byte, or two where it is escaped.
    let quote = shape.isEscaped ? 2 : 1
    let level = shape.start + 7 + 3 * quote
    guard level + 48 < line.count else { return nil }
    // Other levels of four and five letters are warn, error, fatal and panic.
    let letters: Int
    switch line[level] {
    case UInt8(ascii: "d"): letters = 5
    case UInt8(ascii: "i"): letters = 4
    default: return nil
    }
    let start = level + letters + 4 + 4 * quote
    guard line[start - 1] == UInt8(ascii: "\""), isDigit(line[start]), line[start + 10] == UInt8(ascii: "T")
    else {
      return nil
    }
    return start
  }
}

extension LineReading {
  /// Other network cards have pools of their own, which no later line of the first one replaces.
  private func isFirstCard(_ line: Span<UInt8>, from: Int) -> Bool {
    guard let found = findBytes("etwork Card ", in: line, from: from, anchor: 7) else { return true }
    return Bytes.byte(line, found + 12) == UInt8(ascii: "0")
  }
}

/// `eni-0123456789abcdef0` as three numbers; other forms of an id are none.
struct ENIWords: Hashable {
  private let first, second, third: UInt64

  /// The id, and where it stands.
  static func read(_ line: Span<UInt8>, from: Int) -> (ENIWords, range: Range<Int>)? {
    guard let start = findBytes("eni-", in: line, from: from, anchor: 3), start + 29 <= line.count,
      findBytes("eni-", in: line, from: start + 4, anchor: 3) == nil
    else { return nil }
    // Five letters of the id, and the byte behind it.
    let third = word(line, at: start + 16) & 0xFFFF_FFFF_FFFF
    guard (third >> 40) & 0xFF < 48 else { return nil }
    let words = ENIWords(first: word(line, at: start), second: word(line, at: start + 8), third: third)
    return (words, start..<start + 21)
  }
}
