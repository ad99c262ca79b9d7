import Foundation

do {
  let options = try Options(Array(CommandLine.arguments.dropFirst()))
  let files = Registry.files(seed: options.seed, only: options.pattern)
  let differences =
    options.checks ? try Folder.compare(files, with: options) : try Folder.write(files, to: options)
  for difference in differences { print(difference) }
  print("\(files.count) files, \(files.reduce(0) { $0 + $1.data.count }) bytes, seed \(options.seed)")
  exit(differences.isEmpty ? 0 : 1)
} catch let error as UsageError {
  FileHandle.standardError.write(Data("make-samples: \(error.message)\n".utf8))
  exit(2)
} catch {
  FileHandle.standardError.write(Data("make-samples: \(error)\n".utf8))
  exit(3)
}
