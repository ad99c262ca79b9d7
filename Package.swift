// swift-tools-version: 6.2
import PackageDescription

// Thousands of analyses run in the tests: `make test` builds them optimized, and keeps every check of a debug build.
let isFast = Context.environment["IPAMTRIAGE_FAST_TESTS"] == "1"

// One rule for every target of ours: Swift 6, unsafe code says so, a warning is an error.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .strictMemorySafety(), .treatAllWarnings(as: .error),
]
let strictLibrary = strict + (isFast ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : [])

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strictLibrary)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// `make fuzz` and `make fuzz-ci` alone build the program: it is linked with libFuzzer, which nothing else needs.
let isFuzzing = Context.environment["IPAMTRIAGE_FUZZ"] == "1"
let fuzzer: [Target] =
  isFuzzing
  ? [
    .systemLibrary(name: "CLibFuzzer", path: "Sources/Fuzz/CLibFuzzer"),
    .executableTarget(
      name: "fuzz", dependencies: ["FuzzTargets", "CLibFuzzer"], path: "Sources/Fuzz/Program",
      swiftSettings: strict),
  ] : []

// gzip in less than half of zlib's time, where the library is installed: the Makefile looks and says so.
let isal: [Target] =
  Context.environment["IPAMTRIAGE_ISAL"] == "1"
  ? [.systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])])] : []

let package = Package(
  name: "ipamtriage",
  products: [.executable(name: "ipamtriage", targets: ["ipamtriage"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
  ],
  targets: [
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // Reading: knows bytes and no causes.
    library("Bytes"),
    library("Intake", ["Bytes", "CArchive", "CZlib"] + isal.map { .init(stringLiteral: $0.name) }),
    library("LogFormats", ["Bytes"]),
    library("Documents", ["Bytes", "VPCModel", "Evidence", yams]),
    library("Patterns", ["Bytes", "CPCRE2"]),
    library("Collectors", ["Bytes", "LogFormats", "Documents", "Patterns", "VPCModel", "Evidence"]),

    // The waist: what both sides may say.
    library("VPCModel"),
    library("Evidence", ["VPCModel"]),
    library("Playbooks", ["Evidence", "VPCModel", yams]),
    .target(
      name: "PlaybookData", dependencies: ["Playbooks"], path: "Playbooks",
      exclude: ["causes", "triage.yaml", "features.yaml", "signals.yaml", "routine.yaml"],
      swiftSettings: strict,
      plugins: ["EmbedPlaybooks"]),

    // What both sides may put in the place of a name.
    library("Redaction", ["VPCModel"]),

    // Thinking: knows causes and no bytes.
    library("Triage", ["Playbooks", "Evidence", "VPCModel"]),
    library("Reports", ["Triage", "Playbooks", "Redaction", "Evidence", "VPCModel"]),

    // Believes nobody: checks the proofs of `subnet` again, and shares no code with what wrote them.
    library("ProofCheck"),

    // What `batch` remembers between runs.
    library("CaseStore", [grdb]),

    // What goes out: a report in a ticket, over the system's curl.
    library("Tickets", ["Reports", "Triage", subprocess]),

    // The program and the workshop.
    library(
      "Commands",
      [
        "Intake", "Bytes", "LogFormats", "Documents", "Patterns", "Collectors", "VPCModel", "Evidence",
        "Playbooks", "PlaybookData", "Redaction", "Triage", "Reports", "ProofCheck", "CaseStore",
        "Tickets", argumentParser,
      ]),
    .executableTarget(name: "ipamtriage", dependencies: ["Commands"], swiftSettings: strict),
    .executableTarget(
      name: "embed-playbooks", dependencies: ["Playbooks", "Bytes"], path: "Sources/Tools/embed-playbooks",
      swiftSettings: strict),
    .plugin(name: "EmbedPlaybooks", capability: .buildTool(), dependencies: ["embed-playbooks"]),
    .executableTarget(
      name: "make-samples", dependencies: ["VPCModel"], path: "Sources/Tools/make-samples",
      swiftSettings: strict),

    // What the engine is measured and tested with: logs, documents and archives of any size.
    .target(name: "Load", path: "Sources/Tools/make-load/Load", swiftSettings: strictLibrary),
    .executableTarget(
      name: "make-load", dependencies: ["Load"], path: "Sources/Tools/make-load/Command",
      swiftSettings: strict),
    // The two limits that `make bench` measures against. In C, so that they are nothing but the system calls.
    .executableTarget(name: "read-only", path: "Sources/Tools/read-only"),
    .executableTarget(
      name: "inflate-only", dependencies: ["CZlib"], path: "Sources/Tools/inflate-only",
      linkerSettings: [.linkedLibrary("z")]),

    .executableTarget(
      name: "accuracy", dependencies: ["Commands", "PlaybookData"], path: "Sources/Tools/accuracy",
      swiftSettings: strict),

    // What `make fuzz` feeds with bytes, and the tests with the corpus.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Bytes", "Intake", "LogFormats", "Documents", "Patterns", "Collectors", "Evidence", "Playbooks",
        "PlaybookData",
      ],
      path: "Sources/Fuzz/Targets", swiftSettings: strictLibrary),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests(
      "ReadingTests",
      ["Bytes", "Intake", "LogFormats", "Documents", "Patterns", "Collectors", "VPCModel", "Evidence"]),
    tests("WaistTests", ["VPCModel", "Evidence", "Playbooks", "PlaybookData"]),
    tests(
      "ThinkingTests",
      ["Triage", "Reports", "Redaction", "Playbooks", "PlaybookData", "Evidence", "VPCModel"]),
    tests(
      "ProgramTests",
      [
        "Commands", "Collectors", "Patterns", "Playbooks", "PlaybookData", "Triage", "Reports", "Evidence",
        "Redaction", "VPCModel", "Intake", "Documents", "Bytes", "Load", "CaseStore", "Tickets", grdb,
      ]),
    tests(
      "GoldenTests", ["Commands", "PlaybookData", "Triage", "Evidence", "VPCModel", "Reports", "Redaction"]),
    tests("FuzzTests", ["FuzzTargets"]),
    // Fills networks of 65,536 addresses one address at a time.
    .testTarget(
      name: "ProofTests",
      dependencies: [
        "ProofCheck", "VPCModel", "Reports", "Commands", "PlaybookData", "Triage", "TestSupport",
      ],
      swiftSettings: strictLibrary),
  ] + isal + fuzzer
)
