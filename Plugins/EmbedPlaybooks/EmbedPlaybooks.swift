import PackagePlugin

@main struct EmbedPlaybooks: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] { [] }
}
