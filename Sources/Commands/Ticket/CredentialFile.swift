import Intake
import Reports
import Tickets

extension Credential {
  /// Reads the credential from a file of the user's own that nobody else may read.
  init(file: String) throws(TicketError) {
    func fail(_ what: String) -> TicketError {
      TicketError(.credential("\(Escaping.terminal(file)): \(what)"))
    }
    let text: String
    switch SecretFile.read(file, most: 4_096) {
    case .text(let found): text = found
    case .missing: throw fail("cannot be opened; check --token-file")
    case .notAFile: throw fail("is no regular file")
    case .open(let mode): throw fail("others may read it (mode \(mode)); chmod 600 it")
    case .foreign: throw fail("belongs to another user")
    case .tooLong: throw fail("too long for a credential")
    }
    try self.init(text)
  }
}
