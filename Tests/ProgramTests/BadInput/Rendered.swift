import Reports
import Triage

/// A report in every format that is built in.
enum Rendered {
  static func all(_ report: Report, usesColor: Bool = false) -> [String: String] {
    var texts: [String: String] = [:]
    for type in Renderers.all {
      texts[type.name] = type.init(RenderOptions(exitCode: 0, width: 80, usesColor: usesColor)).render(report)
    }
    return texts
  }

  static func json(_ report: Report) -> String { all(report)["json"] ?? "" }
}
