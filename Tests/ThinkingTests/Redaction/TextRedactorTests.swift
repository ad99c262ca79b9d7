import Redaction
import Testing

@Suite struct TextRedactorTests {
  /// Surveys the lines and redacts them, as a file.
  private func redacted(_ lines: [String], vocabulary: [String] = []) -> [String] {
    var surveyor = TextRedactor()
    for line in lines { _ = surveyor.redacted(Array(line.utf8)) }
    var redactor = TextRedactor(
      RedactionPlan(
        key: AddressCipherTests.key(1), survey: surveyor.survey, vocabulary: WordSet(vocabulary)))
    return lines.map { String(decoding: redactor.redacted(Array($0.utf8)), as: UTF8.self) }
  }

  private func redacted(_ line: String) -> String { redacted([line])[0] }

  @Test(arguments: [
    "eni-0a1b2c3d4e5f60718", "i-0abc1234def567890", "subnet-1a2b3c4d", "10.20.30.40", "ip-10-20-30-40",
    "111122223334", "02:aa:bb:cc:dd:ee", "2600:1f14:abc:de01::5", "11111111-2222-4333-8444-555555555555",
    "7c0ffee0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c", "alice@acme.example",
    "web-6d4b75cb6d-x2x9k", "db7.corp.acme-inc.com", "AROA1234567890ABCDEFG",
    "arn:aws:iam::111122223334:role/BillingNodes", "aws-node-7xk2p",
  ])
  func `an identifier goes, and one of its kind comes`(text: String) {
    let alias = redacted("Failed on \(text): retry")
    #expect(!alias.contains(text))
    #expect(alias.hasPrefix("Failed on ") && alias.hasSuffix(": retry"))
    let shape = { (text: String) in text.filter { "-.:@/".contains($0) } }
    if !["@", ".corp", "web-", "arn:"].contains(where: { text.contains($0) }) {
      #expect(shape(alias) == shape("Failed on \(text): retry"), "\(alias)")
    }
  }

  @Test(arguments: [
    #"{"level":"error","ts":"2024-05-02T09:14:21.105Z","caller":"ipamd/ipamd.go:671","msg":"IP stats - total IPs: 27"}"#,
    "Starting L-IPAMD v1.18.3-eksbuild.1  ...", "Found instance-type: m5.large ",
    "dial tcp 10.100.0.1:443: i/o timeout",
    "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.18.3",
    "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy", "http://169.254.169.254/latest/meta-data/",
    #""Mask":"////8A==""#,
    "go_memstats_last_gc_time_seconds 1.5562085013141422e+09", "goroutine 380 [running]: 0xc000281560",
    #"{"QuotaCode":"L-DF5E4CA3"}"#, "namespaces/kube-system/pods",
    "Post \"https://ec2.us-east-1.amazonaws.com/\"",
    "topology.kubernetes.io/zone: us-east-1a", "E0502 09:14:21.501234    3021 pod_workers.go:1298]",
  ])
  func `what tells nothing of anybody stays`(text: String) {
    #expect(redacted(text) == text)
  }

  @Test func `a name is replaced wherever it stands once something calls it a name`() {
    let lines = redacted([
      "retrying payments for gateway",
      #"{"kind":"Pod","metadata":{"name":"gateway","namespace":"payments"}}"#,
      "E0502 \"Error\" err=\"PAYMENTS/gateway said no\"", "/var/log/pods/payments_gateway_1/app/0.log",
    ])
    #expect(!lines.joined().lowercased().contains("payments"))
    #expect(!lines.joined().lowercased().contains("gateway"))
  }

  @Test(arguments: [
    // A policy's refusal begins like YAML: its ARN is no namespace with a name behind it.
    (
      "User: arn:aws:sts::111122223334:assumed-role/BillingNodes/i-0123456789abcdef0 is not authorized",
      "BillingNodes"
    ),
    // An address in base64 without a small letter.
    ("MDI6MTY6YWQ6Y2E6ODM6YTI=", "MDI6MTY6YWQ6Y2E6ODM6YTI"),
    ("payments/gateway-6d4b75cb6d-x2x9k waits, gateway is down", "gateway"),
    ("pod=payments/gateway-0 waits, gateway is down", "gateway"),
  ])
  func `a name is found in every dress`(text: String, name: String) {
    #expect(!redacted(text).contains(name))
  }

  @Test func `a name or an id behind an escaped new line is found`() {
    let lines = redacted([
      #"pod="gateway-0" namespace="payments""#,
      #"msg="failed\npayments waits\teni-0a1b2c3d4e5f60718\\ngateway""#,
    ])
    #expect(!lines[1].contains("payments") && !lines[1].contains("gateway"))
    #expect(!lines[1].contains("0a1b2c3d4e5f60718") && lines[1].hasPrefix(#"msg="failed\n"#))
    // Behind a backslash that escapes nothing, the whole word is the name.
    #expect(!redacted([#"pod="nginx" namespace="x-1""#, #"C:\pods\nginx"#])[1].contains("ginx"))
  }

  @Test(arguments: [
    "Found instance-type: m5.large", "zone us-east-1a of us-gov-west-1",
    "c7i.metal-24xl and u-6tb1.112xlarge",
    "go_memstats_heap_objects 12", "# HELP go_memstats_heap_objects Number", "kubectl get nodes",
  ])
  func `a pod named as a word of AWS or of the tools takes nothing away`(line: String) {
    let pods = ["large", "east", "metal", "heap", "objects", "kubectl"].map { #"podName: "\#($0)""# }
    #expect(redacted(pods + [line]).last == line)
  }

  @Test(arguments: ["me-zebrafish-1", "acme.metalworks.com", "10.20.30.40", "payments.large"])
  func `what only looks like a region or a type is redacted`(text: String) {
    let line = redacted([#"nodeName: "\#(text)" namespace="payments""#, "on \(text) now"]).last
    #expect(line?.contains(text) == false)
  }

  @Test func `hostile lines are redacted in their own time and on a small stack`() {
    let key = "-----BEGIN X-----abc-----END X-----"
    for text in [
      "pod=" + String(repeating: "a/", count: 100_000) + "b",
      "pod=" + String(repeating: "a_", count: 100_000),
      String(repeating: key, count: 10_000), String(repeating: "%25", count: 50_000),
      String(repeating: "arn:aws:", count: 50_000), "{" + String(repeating: "\"labels\":{", count: 50_000),
    ] {
      #expect(!redacted(text).isEmpty)
    }
  }

  @Test func `nothing of a key is written, and what follows a key that was cut is`() {
    let body = "MIIEpAIBAAKCAQEA7bq3xX0aV5cWm2v5nVbq8o1"
    let whole = redacted(["-----BEGIN RSA PRIVATE KEY-----", body, "-----END RSA PRIVATE KEY-----", "after"])
    #expect(!whole.joined().contains(body) && whole.last == "after")
    let cut = redacted([
      "thing -----BEGIN RSA PRIVATE KEY-----", body, "E0502 pod_workers.go:1298] failed \(body)",
    ])
    #expect(!cut.joined().contains(body) && cut[2] == "E0502 pod_workers.go:1298] failed ****")
  }

  @Test func `a pod with the name of a message's word does not take the word away`() {
    let lines = redacted(
      ["InsufficientCidrBlocks: no subnet", #"pod="shop/subnet" said subnet"#], vocabulary: ["subnet"])
    #expect(lines[0] == "InsufficientCidrBlocks: no subnet")
    #expect(lines[1].hasSuffix("said subnet") && !lines[1].contains("shop/subnet"))
  }

  @Test func `labels, tags and annotations of anybody go; those of AWS and Kubernetes keep their values`() {
    let text = redacted([
      #"{"labels":{"acme.io/team":"zebras","node.kubernetes.io/instance-type":"m5.large","app":"quagga"},"x":1}"#,
      #"{"Tags":[{"Key":"CostCenter","Value":"Zebra Unit 7"},{"Key":"kubernetes.io/role/cni","Value":"1"}]}"#,
    ]).joined()
    for word in ["zebras", "quagga", "Zebra Unit", "CostCenter", "acme.io"] { #expect(!text.contains(word)) }
    #expect(text.contains(#""node.kubernetes.io/instance-type":"m5.large""#))
    #expect(text.contains(#"{"Key":"kubernetes.io/role/cni","Value":"1"}"#))
  }

  @Test func `keys of JSON that are addresses and ids go with their values`() {
    let text = redacted(#"{"eni-0a1b2c3d4e5f60718":{"10.20.30.40/32":{"Address":"10.20.30.40"}}}"#)
    #expect(!text.contains("eni-0a1b") && !text.contains("10.20.30.40"))
    #expect(text.contains("/32\":{\"Address\":\""))
  }

  @Test func `an alias is the same in every dress`() throws {
    let plain = redacted("eni-0a1b2c3d4e5f60718")
    #expect(redacted("ENI-0A1B2C3D4E5F60718") == plain.uppercased())
    #expect(redacted(#""x":"\u0065\u006e\u0069-0a1b2c3d4e5f60718""#) == #""x":""# + plain + "\"")
    #expect(redacted("a%2Feni-0a1b2c3d4e5f60718%3A1") == "a%2F\(plain)%3A1")
    let address = redacted("10.20.30.40")
    #expect(redacted("ip-10-20-30-40.ec2.internal") == "ip-\(address.replacing(".", with: "-")).ec2.internal")
  }

  @Test(arguments: [
    "password: hunter22x", #""SecretAccessKey": "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY""#,
    "token=abcdef123456",
    #"\"clientToken\":\"9f8e7d6c5b4a\""#,
  ])
  func `secrets are masked, not aliased`(text: String) {
    let shown = redacted(text)
    #expect(shown.contains("****"))
    for secret in ["hunter22x", "wJalrX", "abcdef123456", "9f8e7d6c5b4a"] { #expect(!shown.contains(secret)) }
  }

  @Test func `nothing between the first and the last line of a private key is written`() {
    let lines = redacted([
      "before", "-----BEGIN RSA PRIVATE KEY-----", "MIIEabcdefgh", "ijklmnop==",
      "-----END RSA PRIVATE KEY-----", "after",
    ])
    #expect(lines.first == "before" && lines.last == "after")
    #expect(!lines.joined().contains("MIIE") && !lines.joined().contains("ijkl"))
  }

  @Test(arguments: [
    "<script>alert('x')</script>", "\u{1B}[31mred\u{1B}]0;title\u{7}", "a\u{202E}b", "%", "%zz%2", "::::::",
    "eni-",
    "i-", "10.0.0.", "ip-10-0-0-", "arn:", "arn:aws:", "\\u00", "\\\\\\\\u0069", "name=", "\"Key\":",
    "labels: {",
    "pod/", "-----BEGIN ", "a@", "@b.com", "==", "____", "....", "{\"labels\":{{{{", "}}}}", "\u{0}",
    "node \"", "Successfully assigned / to ", "key:\\\\\\\"", "\"name\":\"\\",
  ])
  func `odd text neither stops it nor grows`(text: String) {
    for line in [text, text + text, "x" + text, text + "x", String(repeating: text, count: 50)] {
      #expect(redacted(line).utf8.count <= line.utf8.count * 12 + 64)
    }
  }

  @Test func `hostile long words end`() {
    for word in ["a", "-", ".", ":", "%41", "eni-", "10.", "\\", "\"", "{", "=", "/", "0", "A0-", "name="] {
      let line = String(repeating: word, count: 40_000 / word.utf8.count)
      #expect(redacted(line).utf8.count < 2_000_000)
    }
  }
}
