/// Every case and every broken input.
enum Registry {
  static var cases: [(UInt64) -> Sample] {
    SubnetCases.all + MoreSubnetCases.all + EnterpriseCases.all + PathCases.all + HostCases.all
      + NodeCases.all
      + FeatureCases.all + VerdictCases.all + LookAlikeCases.all
  }

  static func files(seed: UInt64, only pattern: String) -> [GeneratedFile] {
    let samples = cases.map { $0(seed) }.filter { Options.matches($0.path, pattern) }
    return samples.flatMap(\.output)
      + BrokenInputs.files(seed: seed).filter { Options.matches($0.path, pattern) }
  }
}
