import Evidence

@testable import Documents

/// What a document reader made of a text.
struct Reading {
  var statements: [Statement] = []
  var places: [(line: Int, byte: Int)] = []
  var texts: [String] = []
  var summary = DocumentSummary()
  var problems: [String] { summary.problems.map(\.text) }
}

func read(_ text: String, chunk: Int? = nil) -> Reading { read(Array(text.utf8), chunk: chunk) }

func read(_ bytes: [UInt8], chunk: Int? = nil, plainRecords: Bool = true) -> Reading {
  var reading = Reading()
  var reader = DocumentReader(name: "in.json")
  reader.takesPlainRecords = plainRecords
  var position = 0
  let size = chunk ?? max(bytes.count, 1)
  reading.summary = reader.read(
    next: { buffer in
      let count = min(size, bytes.count - position)
      buffer = Array(bytes[position..<(position + count)])
      position += count
      return count
    },
    emit: { statement, line, byte in
      reading.statements.append(statement)
      reading.places.append((line, byte))
    }, text: { line, _, _ in reading.texts.append(String(decoding: line, as: UTF8.self)) })
  return reading
}
