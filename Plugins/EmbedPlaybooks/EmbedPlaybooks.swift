import Foundation
import PackagePlugin

/// Turns the YAML files of the target's folder into one Swift file, checking them on the way.
@main struct EmbedPlaybooks: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let folder = target.directoryURL
    var inputs: [URL] = []
    let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = walk?.nextObject() as? URL {
      if file.pathExtension == "yaml" { inputs.append(file) }
    }
    inputs.sort { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedPlaybooks.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(inputs.count) playbooks",
        executable: try context.tool(named: "embed-playbooks").url,
        arguments: [output.path, folder.path] + inputs.map(\.path), inputFiles: inputs,
        outputFiles: [output])
    ]
  }
}
