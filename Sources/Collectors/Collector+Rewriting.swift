import Bytes

/// Inputs that are made plain piece by piece, then read like any other.
extension Collector {
  /// UTF-16 of a Windows tool.
  func readUTF16(_ transcoder: UTF16Transcoder, _ rest: Replay) {
    var transcoder = transcoder
    readRewritten(rest) { chunk, text in
      if chunk.isEmpty { transcoder.finish(into: &text) } else { transcoder.feed(chunk.span, into: &text) }
    }
  }

  /// A document with the marks of a mail or a chat in it.
  func readPaste(_ paste: PastedDocument, _ rest: Replay) {
    var paste = paste
    readRewritten(rest) { chunk, text in
      if chunk.isEmpty { paste.finish(into: &text) } else { paste.clean(chunk[...], into: &text) }
    }
  }

  /// `rewrite` appends to `text` what a chunk should have been; an empty chunk is the end of the input.
  private func readRewritten(_ rest: Replay, _ rewrite: (_ chunk: [UInt8], _ text: inout [UInt8]) -> Void) {
    withoutActuallyEscaping(rewrite) { rewrite in
      var chunk = [UInt8](repeating: 0, count: 64 << 10)
      var text: [UInt8] = []
      var taken = 0
      var isAtEnd = false
      func fill(_ buffer: inout [UInt8]) -> Int {
        while taken == text.count, !isAtEnd {
          text.removeAll(keepingCapacity: true)
          taken = 0
          let count = rest.read(into: &chunk)
          isAtEnd = count == 0
          rewrite(Array(chunk.prefix(count)), &text)
        }
        let count = min(buffer.count, text.count - taken)
        buffer.replaceSubrange(0..<count, with: text[taken..<taken + count])
        taken += count
        return count
      }
      var head = readHead(fill)
      if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
      dispatch(head, Replay(head: head, fill: fill))
    }
  }
}
