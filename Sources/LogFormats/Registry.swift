/// Every format, in the order they are tried. A new format is a file in `Formats` and its line here.
///
/// Order matters where shapes overlap: what is more specific stands first.
enum Registry {
  /// Wrappers around the text of a line.
  static let textWrappers: [any TextFormat] = [
    KubectlPrefixFormat(), CRIFormat(), SyslogFormat(), JournalISOFormat(), SternFormat(), LogsTailFormat(),
    KubectlTimestampFormat(), InsightsRowFormat(),
  ]

  /// Records that are text. Seelog stands before the wrappers, see `LineDecoder.read`.
  static let textRecords: [any TextFormat] = [
    LogfmtFormat(), KlogFormat(), GoPanicFormat(), ZapConsoleFormat(),
  ]

  /// Records and wrappers that are one JSON object.
  static let objects: [any ObjectFormat] = [
    ZapFormat(), FluentBitFormat(), DockerFormat(), JournalJSONFormat(), CloudWatchFormat(),
    ContainerInsightsFormat(),
  ]
}
