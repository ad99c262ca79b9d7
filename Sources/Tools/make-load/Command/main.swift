import Foundation
import Load

do {
  let options = try Options(Array(CommandLine.arguments.dropFirst()))
  try Generator(options).run()
} catch let error as UsageError {
  FileHandle.standardError.write(Data("make-load: \(error.message)\n".utf8))
  exit(2)
} catch {
  FileHandle.standardError.write(Data("make-load: \(error)\n".utf8))
  exit(3)
}
