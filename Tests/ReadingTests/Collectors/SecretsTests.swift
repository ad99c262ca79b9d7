import Collectors
import Testing

@Suite struct SecretsTests {
  @Test(arguments: [
    ("key AKIAIOSFODNN7EXAMPLE used", "key AKIA**** used"),
    ("ASIAIOSFODNN7EXAMPLE", "ASIA****"),
    ("Authorization: Bearer abcdef1234567890", "Authorization: Bearer ****"),
    ("proxy http://user:hunter2@10.0.0.1:3128 refused", "proxy http://user:****@10.0.0.1:3128 refused"),
    ("token eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJhdWQiOlsic3RzIl19.c2ln end", "token eyJ**** end"),
    ("-----BEGIN RSA PRIVATE KEY----- MIIE", "-----BEGIN ****"),
    // A secret right behind another, and one inside what stays of another.
    ("AKIAIOSFODNN7EXAMPLEeyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.x", "AKIA****eyJ****"),
    (
      "http://eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.x:hunter2@10.0.0.1:3128",
      "http://eyJ****:****@10.0.0.1:3128"
    ),
  ])
  func `a secret is never quoted`(text: String, wanted: String) {
    #expect(String(decoding: Secrets.masked(Array(text.utf8)), as: UTF8.self) == wanted)
  }

  @Test(arguments: [
    "Failed to allocate a private IP/Prefix addresses on ENI eni-0aa11bb22cc33dd44: InsufficientCidrBlocks",
    "Post \"https://ec2.us-east-1.amazonaws.com/\": dial tcp 10.0.0.1:443: i/o timeout",
    "AKIA is too short", "https://10.100.0.1:443/version", "mail a:b@c",
  ])
  func `what is no secret stays`(text: String) {
    #expect(String(decoding: Secrets.masked(Array(text.utf8)), as: UTF8.self) == text)
  }
}
