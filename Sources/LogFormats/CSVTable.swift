import Bytes

/// A console export of Logs Insights or of a log group.
///
///     @timestamp,@message
///     2024-05-02 09:14:21.105,"{""level"":""error"",""msg"":""…""}"
///
/// The first line names the columns: `@timestamp` or `timestamp`, `@message` or `message`, maybe more. Quotes inside
/// a quoted field are doubled; a quoted field may hold line ends. Time is UTC without a zone, or epoch milliseconds.
struct CSVTable: Sendable {
  let columns: Int
  let time: Int
  let message: Int
  let stream: Int?

  /// Nil when `line` is no such header.
  init?(header line: Span<UInt8>) {
    guard line.count < 4_096, firstRange(of: "timestamp", in: line) != nil,
      firstRange(of: "message", in: line) != nil, firstIndex(of: UInt8(ascii: "{"), in: line) == nil,
      let row = Self.fields(line)
    else { return nil }
    let names = row.map { String(decoding: $0, as: UTF8.self) }
    guard names.count >= 2, let time = names.firstIndex(where: { $0 == "@timestamp" || $0 == "timestamp" }),
      let message = names.firstIndex(where: { $0 == "@message" || $0 == "message" })
    else { return nil }
    columns = names.count
    self.time = time
    self.message = message
    stream = names.firstIndex { $0 == "@logStream" || $0 == "logStreamName" }
  }

  /// An export has a handful of columns; a line of commas must not become a million fields.
  private static let maxFields = 256

  /// The fields of a row; nil while a quoted field is open.
  static func fields(_ line: Span<UInt8>) -> [[UInt8]]? {
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var index = 0
    while true {
      if byte(line, index) == UInt8(ascii: "\"") {
        index &+= 1
        while true {
          guard let next = byte(line, index) else { return nil }
          index &+= 1
          if next != UInt8(ascii: "\"") {
            field.append(next)
          } else if byte(line, index) == UInt8(ascii: "\"") {
            field.append(next)
            index &+= 1
          } else {
            break
          }
        }
      }
      while let next = byte(line, index), next != UInt8(ascii: ",") {
        field.append(next)
        index &+= 1
      }
      fields.append(field)
      field = []
      guard index < line.count, fields.count < maxFields else { return fields }
      index &+= 1
    }
  }

  /// A row's time; nil when the column holds none.
  func time(of row: [[UInt8]]) -> Int64? {
    guard time < row.count else { return nil }
    let field = row[time]
    return insightsTime(field.span, 0..<field.count)
  }
}

/// A row whose quoted field goes over line ends.
struct OpenRow: Sendable {
  var bytes: [UInt8]
  var lines: Int
  let number: Int
  let byte: Int
}

extension LineDecoder {
  /// Reads a line as part of a CSV export; false when the input is none, or the line is no row.
  mutating func readTable(
    _ line: Span<UInt8>, number: Int, byte: Int, _ emit: (LogRecord, Int, Int) -> Void
  ) -> Bool {
    guard let table else {
      guard isHeaderStart(line), let found = CSVTable(header: line) else { return false }
      table = found
      isRecognised = true
      return true
    }
    var row = openRow ?? OpenRow(bytes: [], lines: 0, number: number, byte: byte)
    openRow = nil
    if row.lines > 0 { row.bytes.append(UInt8(ascii: "\n")) }
    for index in line.indices { row.bytes.append(line[index]) }
    row.lines &+= 1
    guard let fields = CSVTable.fields(row.bytes.span) else {
      if row.lines < Self.maxContinuationLines, row.bytes.count < Self.maxHeldBytes {
        openRow = row
        isRecognised = true
        return true
      }
      self.table = nil
      readLines(row.bytes, Envelope(), Step(number: row.number, byte: row.byte), emit)
      return true
    }
    guard fields.count >= table.columns, table.message < fields.count, let time = table.time(of: fields)
    else {
      // Not a row: the table has ended, or an unquoted message held commas.
      guard row.lines == 1 else {
        readLines(row.bytes, Envelope(), Step(number: row.number, byte: row.byte), emit)
        return true
      }
      return false
    }
    isRecognised = true
    var envelope = Envelope()
    envelope.time = time
    if let stream = table.stream, stream < fields.count {
      let name = fields[stream]
      readStreamName(name.span, 0..<name.count, into: &envelope, &context)
    }
    var message = fields[table.message]
    if fields.count > table.columns, table.message == table.columns &- 1 {
      // Commas of an unquoted message in the last column are its own.
      message = Array(fields[table.message...].joined(separator: [UInt8(ascii: ",")]))
    }
    dropLineEnd(&message)
    readLines(message, envelope, Step(depth: 1, number: row.number, byte: row.byte), emit)
    return true
  }

  mutating func flushRow(_ emit: (LogRecord, Int, Int) -> Void) {
    guard let row = openRow else { return }
    openRow = nil
    readLines(row.bytes, Envelope(), Step(number: row.number, byte: row.byte), emit)
  }

  private func isHeaderStart(_ line: Span<UInt8>) -> Bool {
    switch Bytes.byte(line, 0) {
    case UInt8(ascii: "@"), UInt8(ascii: "t"), UInt8(ascii: "l"), UInt8(ascii: "\""), UInt8(ascii: "m"): true
    default: false
    }
  }
}
