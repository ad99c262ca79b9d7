/// Every case and every broken input.
enum Registry {
  static var cases: [(UInt64) -> Sample] { 
    SubnetCases.all + PathCases.all + HostCases.all + NodeCases.all + FeatureCases.all + VerdictCases.all
  }

  static func files(seed: UInt64, only pattern: String) -> [GeneratedFile] {
    cases.map { $0(seed) }.filter { Options.matches($0.path, pattern) }.flatMap(\.output)
  }
}
