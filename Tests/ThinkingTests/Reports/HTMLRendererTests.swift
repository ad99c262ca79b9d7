import Foundation
import FoundationXML
import Reports
import Testing
import VPCModel

@testable import Triage

@Suite struct HTMLRendererTests {
  static func html(_ report: Report, exitCode: Int32 = 1) -> String {
    HTMLRenderer(RenderOptions(exitCode: exitCode)).render(report)
  }

  /// Every tag of a page with its attributes, as a browser finds them: from `<` to the first `>`, for no text and no
  /// attribute of ours holds either.
  static func tags(_ html: String) -> [Substring] {
    html.split(separator: "<").dropFirst().map { $0.prefix { $0 != ">" } }
  }

  /// The page without its style sheet.
  static func body(_ html: String) -> String {
    guard let start = html.range(of: "</style>") else { return "no style sheet" }
    return String(html[start.upperBound...])
  }

  @Test func `nothing of a log becomes markup`() {
    let html = Self.html(SampleReport.poisoned())
    for scalar in html.unicodeScalars where scalar != "\n" { #expect(!Escaping.isHidden(scalar)) }
    for bad in [
      "<script", "<img", "<svg onload", "</script", "<iframe", "<object", "<embed", "<link", "<base",
    ] {
      #expect(!html.lowercased().contains(bad), "\(bad)")
    }
    let names: Set<String> = [
      "html", "head", "title", "style", "meta", "body", "header", "main", "footer", "nav", "section",
      "figure",
      "figcaption", "h1", "h2", "h3", "p", "div", "span", "strong", "a", "ul", "ol", "li", "dl", "dt", "dd",
      "pre",
      "code", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "svg", "rect", "path",
    ]
    for tag in Self.tags(Self.body(html)) {
      let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
      #expect(names.contains(String(name)), "\(tag)")
    }
  }

  @Test func `a mark on a quote or a bracket hides neither`() {
    var report = SampleReport.exhausted()
    report.primary.because = "\"\u{301} onmouseover=alert(1) <\u{338}b>"
    report.nodes[0].id = report.primary.because
    let html = Self.html(report)
    #expect(html.contains("&quot;\u{301} onmouseover=alert(1) &lt;\u{338}b&gt;"))
    #expect(!html.unicodeScalars.contains { $0 == "\u{338}" } || !html.contains("<\u{338}"))
  }

  @Test func `links lead to places of the page that are there`() {
    let html = Self.html(SampleReport.exhausted())
    let links = html.split(separator: "href=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(links.count > 8)
    for link in links {
      #expect(link.hasPrefix("#"))
      #expect(html.contains("id=\"\(link.dropFirst())\""), "\(link)")
    }
    let ids = html.split(separator: " id=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    #expect(Set(ids).count == ids.count)
  }

  @Test func `the policy allows the style sheet and nothing else`() {
    let html = Self.html(SampleReport.exhausted())
    let policy =
      "default-src &#39;none&#39;; style-src &#39;\(HTMLRenderer.style.hash)&#39;; base-uri &#39;none&#39;; "
      + "form-action &#39;none&#39;"
    #expect(html.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">"))
    #expect(html.contains("<style>\(HTMLRenderer.style.text)</style>"))
    #expect(!HTMLRenderer.style.text.contains("url(") && !HTMLRenderer.style.text.contains("@import"))
    #expect(!Self.body(html).contains("style="))
    #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("src="))
  }

  @Test(arguments: SampleReport.all.map(\.name))
  func `every element ends where it has to`(name: String) throws {
    let report = try #require(SampleReport.all.first { $0.name == name }).report
    // As XML: tags that have no end get one, names without a value get one.
    let html = Self.html(report).replacingOccurrences(of: "<!DOCTYPE html>\n", with: "")
      .replacingOccurrences(of: #"(<meta [^>]*)>"#, with: "$1/>", options: .regularExpression)
    let parser = XMLParser(data: Data(html.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError)) line \(parser.lineNumber)")
  }

  @Test func `the verdict is first and the order is that of the text`() throws {
    let html = Self.html(SampleReport.exhausted())
    let wanted = [
      "id=\"verdict\"", "id=\"walk\"", "id=\"evidence\"", "id=\"excluded\"", "id=\"remedies\"",
      "id=\"subnets\"",
    ]
    var rest = html[...]
    for place in wanted { rest = rest[try #require(rest.range(of: place), "\(place)").upperBound...] }
    #expect(html.contains("<h1 class=\"bad\"><span aria-hidden=\"true\">✘</span> SUBNET EXHAUSTED</h1>"))
    #expect(html.contains("<html lang=\"en\" dir=\"ltr\">"))
    #expect(
      html.contains("<title>SUBNET EXHAUSTED – \(SampleReport.subnet) (10.0.1.0/24, us-east-1a) – ipamtriage")
    )
  }

  @Test func `quoted lines are folded under their place, commands are whole`() {
    let html = Self.html(SampleReport.exhausted())
    #expect(html.contains("<summary><code class=\"place\">ipamd.log:18211</code>"))
    #expect(
      html.contains(
        "<pre class=\"command\"><code>kubectl -n kube-system set env daemonset/aws-node WARM_IP_TARGET=2 "
          + "MINIMUM_IP_TARGET=8 WARM_ENI_TARGET=0</code></pre>"))
    #expect(html.contains("one of 19 like it"))
  }

  @Test func `the ledger bar and the map cover the subnet`() throws {
    let html = Self.html(SampleReport.exhausted())
    let map = try #require(html.range(of: "aria-label=\"Map of \(SampleReport.subnet)"))
    let svg = html[map.upperBound...].prefix { $0 != "\n" }
    #expect(svg.contains("pods and warm addresses 220, primary addresses of nodes 20, load balancers 11"))
    // Areas of the paths, in cells of one address: width times height of each box.
    var area = 0.0
    for path in svg.split(separator: "class=\"f-").dropFirst() {
      for box in path.split(separator: "M").dropFirst() {
        let numbers = box.split { !("0123456789.-".contains($0)) }.compactMap { Double($0) }
        if numbers.count >= 5 { area += numbers[2] * numbers[3] }
      }
    }
    #expect(area == 256)
  }

  @Test func `what is not known is left out, not drawn as nothing`() {
    var report = SampleReport.exhausted()
    var subnet = Subnet(id: SubnetID("subnet-0a"))
    subnet.available = 7
    report.subnets = [SubnetLedger.make(subnet: subnet, interfaces: nil)]
    report.nodes[0].poolTotal = nil
    let html = Self.html(report)
    #expect(!html.contains("Map of"))
    #expect(html.contains("AWS says 7 available; who holds the rest is not in the evidence"))
  }

  @Test func `numbers of a broken series draw no nonsense`() {
    var report = SampleReport.exhausted()
    report.series = [
      SeriesReport(
        node: "n", name: "pool.total", unit: "addresses", from: Instant(nanoseconds: .max),
        bucketSeconds: .max,
        values: [.max, nil, .min, -1]),
      SeriesReport(
        node: "n", name: "pool.assigned", unit: "addresses", from: Instant(nanoseconds: .min),
        bucketSeconds: -5,
        values: Array(repeating: 3, count: 100_000)),
      SeriesReport(
        node: "n", name: "pods.refused", unit: "times", from: SampleReport.start, bucketSeconds: 0,
        values: [.max, .max]),
    ]
    let html = Self.html(report)
    #expect(!html.contains("nan") && !html.contains("inf\""))
    #expect(html.utf8.count < 200_000)
  }

  @Test func `a fleet's page stays small and says what it leaves out`() {
    let html = Self.html(SampleReport.fleet(5_000))
    #expect(html.utf8.count < 400_000)
    #expect(html.contains("and 4,940 more; the JSON report has them all"))
  }

  @Test func `a text of megabytes is cut, and the cut is marked`() {
    var report = SampleReport.exhausted()
    report.notes = [String(repeating: "<", count: 4 << 20)]
    let html = Self.html(report)
    #expect(html.utf8.count < 100_000)
    #expect(html.contains("&lt;…"))
  }
}
