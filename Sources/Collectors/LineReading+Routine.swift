import Bytes
import Evidence
import LogFormats
import Patterns
import VPCModel

/// Routine lines, which are read in place and handed on when somebody asks what they said.
extension LineReading {
  /// Reads a line that shows one routine fact and nothing else; false when it is not of the common form.
  func readRoutine(
    _ fact: RoutineFact, _ pick: LineSieve.Pick, _ shape: Int, _ chunk: Span<UInt8>, _ desks: inout [RoutineDesk],
    after: Int, origin: Int
  ) -> Bool {
    let info = shapes[shape]
    let line = chunk.extracting(pick.range)
    guard let stamp = stampStart(of: line, info) else { return false }
    // A literal is at most 64 bytes long where it is one of these.
    let from = max(stamp, pick.hitEnd - pick.start - 64)
    let place = RoutineTally.Line(
      time: 0, number: after + pick.linesBefore + 1, byte: origin + pick.start, shape: shape, range: pick.range)
    switch fact {
    case .poolStats:
      guard isFirstCard(line, from: from) else { return false }
      let minute = (word(line, at: stamp), word(line, at: stamp + 8))
      if desks[info.desk].pool.isWaiting, desks[info.desk].poolMinute != minute { settlePool(&desks[info.desk], chunk) }
      desks[info.desk].poolMinute = minute
      desks[info.desk].pool.hold(place)
    case .poolAtRequest:
      let minute = (word(line, at: stamp), word(line, at: stamp + 8))
      if desks[info.desk].poolAsked.isWaiting, desks[info.desk].poolAskedMinute != minute {
        settlePool(&desks[info.desk], chunk)
      }
      desks[info.desk].poolAskedMinute = minute
      desks[info.desk].poolAsked.hold(place)
    case .ownENI:
      guard let eni = ENIWords(in: line, from: from), desks[info.desk].knows(eni) else {
        desks[info.desk].noteENI(ENIWords(in: line, from: from))
        return false
      }
    case .request, .requestPod, .given, .answered:
      guard let (time, end) = plain.time(line, at: stamp), let reading = fact.read(line, from: max(from, end)) else {
        return false
      }
      note(reading, line, time, place, &desks[info.desk])
    }
    understood += 1
    return true
  }

  private func note(
    _ reading: RoutineReading, _ line: Span<UInt8>, _ time: Int64, _ place: RoutineTally.Line,
    _ desk: inout RoutineDesk
  ) {
    var place = place
    place.time = time
    desk.see(time)
    switch reading {
    case .pool: break
    case .request(let sandbox):
      desk.sandbox = LineFacts.hash(line.extracting(sandbox))
      desk.asked = time
      desk.hasRequest = true
      desk.hasPod = false
      desk.isNew = true
      desk.requests.add(place, identity: desk.sandbox)
    case .requestPod(let pod, let namespace, let sandbox):
      desk.sandbox = LineFacts.hash(line.extracting(sandbox))
      desk.asked = time
      desk.hasRequest = true
      desk.hasPod = true
      desk.isNew = true
      desk.pod = podHash(line.extracting(pod), in: line.extracting(namespace))
      desk.podLine.hold(place)
    case .given(let sandbox):
      desk.given.add(
        place, identity: mixed(LineFacts.hash(line.extracting(sandbox)), UInt64(bitPattern: time)))
    case .answered:
      let isAsked = desk.isAsking(at: time)
      // Without its request it counts by its own time.
      desk.answers.add(place, identity: isAsked ? desk.sandbox : mixed(UInt64(bitPattern: time), 1))
      if isAsked, desk.hasPod { desk.served.note(desk.pod, at: time) }
    }
  }

  // MARK: handing on

  /// Tells the node what its desk knows, before another line of the node is read.
  func settle(_ desk: inout RoutineDesk, _ chunk: Span<UInt8>) {
    settlePool(&desk, chunk)
    guard desk.isNew else { return }
    desk.isNew = false
    var request = StreamState.Request()
    request.sandbox = desk.sandbox
    request.time = Instant(nanoseconds: desk.asked)
    if desk.hasPod {
      desk.podLine.withLine(chunk) { line in
        guard let reading = RoutineFact.requestPod.read(line, from: 0),
          case .requestPod(let pod, let namespace, _) = reading
        else { return }
        request.name(line.extracting(pod), in: line.extracting(namespace))
      }
    }
    collector.nodes[desk.node].stream.request = request
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

  private func settlePool(_ desk: inout RoutineDesk, _ chunk: Span<UInt8>) {
    // In the order of the log: a count at a request goes on from the one before it.
    if desk.pool.number <= desk.poolAsked.number {
      readPool(&desk.pool, .poolStats, chunk)
      readPool(&desk.poolAsked, .poolAtRequest, chunk)
    } else {
      readPool(&desk.poolAsked, .poolAtRequest, chunk)
      readPool(&desk.pool, .poolStats, chunk)
    }
  }

  private func readPool(_ held: inout RoutineDesk.HeldLine, _ fact: RoutineFact, _ chunk: Span<UInt8>) {
    guard held.isWaiting else { return }
    held.isWaiting = false
    let (shape, number, byte) = (shapes[held.shape], held.number, held.byte)
    held.withLine(chunk) { line in
      if let reading = fact.read(line, from: shape.start), case .pool(let pool) = reading {
        read(line, shape, number: number, byte: byte) { message, context in
          collector.note(context.time)
          collector.touch(context.node, time: context.time, kind: context.kind)
          collector.count(shape.kind)
          collector.apply(pool, isAtRequest: fact == .poolAtRequest, message, context)
        }
      } else if !readPlain(line, shape, nil, number: number, byte: byte) {
        decode(line, number: number, byte: byte)
      }
    }
  }

  /// The chunk is going: what is still of use is copied out of it.
  func closeChunk(_ desk: inout RoutineDesk, _ chunk: Span<UInt8>) {
    desk.pool.keep(chunk)
    desk.poolAsked.keep(chunk)
    desk.podLine.keep(chunk)
    keepNewest(&desk.requests, "request", chunk)
    keepNewest(&desk.answers, "address-assigned", chunk)
    keepNewest(&desk.given, "address-given", chunk)
  }

  private func keepNewest(_ tally: inout RoutineTally, _ signal: String, _ chunk: Span<UInt8>) {
    tally.takeLines { place in
      let line = chunk.extracting(place.range)
      read(line, shapes[place.shape], number: place.number, byte: place.byte) { message, context in
        collector.keep(message, of: signal, context)
      }
    }
  }

  /// The input is over.
  func close(_ desk: inout RoutineDesk, _ chunk: Span<UInt8>) {
    settle(&desk, chunk)
    collector.merge(&desk.requests, "request", node: desk.node)
    collector.merge(&desk.answers, "address-assigned", node: desk.node)
    collector.merge(&desk.given, "address-given", node: desk.node)
    guard desk.lines > 0 else { return }
    for time in [Instant(nanoseconds: desk.first), Instant(nanoseconds: desk.last)] {
      collector.note(time)
      collector.touch(desk.node, time: time, kind: desk.kind)
    }
    collector.count(desk.kind, times: desk.lines)
    desk.served.pour(into: &collector.nodes[desk.node].log)
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
    guard line[start - 1] == UInt8(ascii: "\""), isDigit(line[start]), line[start + 10] == UInt8(ascii: "T") else {
      return nil
    }
    return start
  }

  /// Other network cards have pools of their own, which no later line of the first one replaces.
  private func isFirstCard(_ line: Span<UInt8>, from: Int) -> Bool {
    guard let found = findBytes("etwork Card ", in: line, from: from) else { return true }
    return Bytes.byte(line, found + 12) == UInt8(ascii: "0")
  }
}

/// `eni-0123456789abcdef0` as three numbers; other forms of an id are none.
struct ENIWords: Hashable {
  private let first, second, third: UInt64

  init?(in line: Span<UInt8>, from: Int) {
    guard let start = findBytes("eni-", in: line, from: from), start + 29 <= line.count,
      findBytes("eni-", in: line, from: start + 4) == nil
    else { return nil }
    first = word(line, at: start)
    second = word(line, at: start + 8)
    // Five letters of the id, and the byte behind it.
    third = word(line, at: start + 16) & 0xFFFF_FFFF_FFFF
    guard (third >> 40) & 0xFF < 48 else { return nil }
  }
}
