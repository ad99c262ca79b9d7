import VPCModel

/// How a class of owners looks in an SVG picture: a colour for light and dark pages, and a texture that tells
/// it from the others without any colour.
struct MapTexture {
  let owner: OwnerClass
  let light: String
  let dark: String
  /// A path on a tile of 6 by 6; filled and stroked in the colour of the page. Empty is a plain fill.
  let path: String

  /// In the order of the legend.
  static let all: [MapTexture] = [
    MapTexture(.pods, "#1f5fbf", "#5b9bf0", ""),
    MapTexture(.warm, "#5aa9e6", "#3f7fb5", "M1 1h1v1h-1zM4 4h1v1h-1z"),
    MapTexture(.podsAndWarm, "#3b7dd8", "#4c8be0", "M0 6L6 0"),
    MapTexture(.eniPrimary, "#7a3fb5", "#b184e8", "M3 1l2 2l-2 2l-2 -2z"),
    MapTexture(.branch, "#b5489f", "#e08ccf", "M1 5l2 -4l2 4z"),
    MapTexture(.leaked, "#c62828", "#ff6b6b", "M0 0L6 6M6 0L0 6"),
    MapTexture(.loadBalancer, "#9a6700", "#d4a72c", "M0 1.5h6M0 4.5h6"),
    MapTexture(.lambda, "#b35900", "#e89a4f", "M1.5 0v6M4.5 0v6"),
    MapTexture(.rds, "#8a5a00", "#c99a3c", "M0 3h6M3 0v6"),
    MapTexture(.vpcEndpoint, "#a05a2c", "#d99a6c", "M0 0L6 6"),
    MapTexture(.nat, "#7f6000", "#bfa03c", "M0 3h6"),
    MapTexture(.controlPlane, "#6b5b3a", "#b5a27c", "M3 1.2a1.8 1.8 0 1 0 .01 0z"),
    MapTexture(.other, "#6e6e6e", "#9a9a9a", "M3 0v6"),
    MapTexture(.cidrReservation, "#2f8f8f", "#4fb8b8", "M0 2h3M3 5h3"),
    MapTexture(.reserved, "#57606a", "#6e7681", "M2 2l2 2M4 2l-2 2"),
    MapTexture(.free, "#e6f4ea", "#16281c", "M2.5 2.5h1v1h-1z"),
  ]

  static func of(_ owner: OwnerClass) -> MapTexture? { all.first { $0.owner == owner } }

  private init(_ owner: OwnerClass, _ light: String, _ dark: String, _ path: String) {
    self.owner = owner
    self.light = light
    self.dark = dark
    self.path = path
  }

  /// Rules for both kinds of pages, and a tile for each class.
  static var style: String {
    let light = all.map { ".c-\($0.owner.name){fill:\($0.light)}" }.joined()
    let dark = all.map { ".c-\($0.owner.name){fill:\($0.dark)}" }.joined()
    return """
      text{font:12px ui-monospace,monospace;fill:#1f2328}.head{font-weight:bold}
      .page{fill:#fff}.mark{stroke:#fff;fill:none;stroke-width:.9}.c-free+.mark{stroke:#7fa88a}
      .open{fill:none;stroke:#1a7f37;stroke-width:2}.tip{fill:none;pointer-events:all}
      \(light)
      @media (prefers-color-scheme:dark){text{fill:#e6edf3}.page{fill:#0d1117}.mark{stroke:#0d1117}
      .c-free+.mark{stroke:#4c8a5c}.open{stroke:#3fb950}\(dark)}
      """
  }

  static var tiles: String {
    all.map { texture in
      let mark = texture.path.isEmpty ? "" : "<path class=\"mark\" d=\"\(texture.path)\"/>"
      return
        "<pattern id=\"t-\(texture.owner.name)\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
        + "<rect class=\"c-\(texture.owner.name)\" width=\"6\" height=\"6\"/>\(mark)</pattern>"
    }.joined(separator: "\n")
  }
}
