// swift-tools-version: 6.2
import PackageDescription

/// One setting for every target of ours: the six features that Swift 7 will switch on, strict
/// memory safety, and no warning left standing.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// The message families. A family is a folder under `Adapters/`, a word here and a line in
/// `Sources/birthgate/Families.swift`.
let families = [
  "BirthCertificate", "HouseholdRegistration", "TaxPayment", "VitalEvent", "Assistance",
  "Enrolment", "Residence", "Guardian", "Order",
]

func library(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [])
  -> Target
{
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func cLibrary(_ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// - Parameter exclude: what lies beside the tests and is no Swift.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let adapters: [Target.Dependency] = families.map { .byName(name: "\($0)Messages") }

let tierZero: [Target] = [
  cLibrary("CXML2", pkgConfig: "libxml-2.0", apt: "libxml2-dev"),
  cLibrary("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
  cLibrary("COpenSSL", pkgConfig: "libcrypto", apt: "libssl-dev"),
  cLibrary("CQREncode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
  cLibrary("CPNG", pkgConfig: "libpng", apt: "libpng-dev"),
  cLibrary("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
  .target(name: "CGlibc"),
  library("Lanes", []),
  library("Casework", []),
]

let tierOne: [Target] = [
  library("LibXML", ["CXML2"]),
  library("LibCurl", ["CCurl", "Lanes"]),
  library("LibCrypto", ["COpenSSL"]),
  library("LibQR", ["CQREncode", "CPNG"]),
  library("LibZstd", ["CZstd"]),
  library("LibSystem", ["CGlibc"]),
  library("LibBytes", []),
  library("Wire", ["Casework", "LibXML", "LibBytes"]),
]

let tierTwo: [Target] =
  [
    library("Policies", ["Casework", "Wire"], resources: [.embedInCode("Packs")]),
    library("Engine", ["Casework", "Wire"]),
    library("StoreSQLite", ["Casework", grdb]),
    library(
      "Channels", ["Casework", "Wire", "LibCurl", "Lanes", mustache],
      resources: [.embedInCode("Texts")]),
    library("Pages", ["Casework"]),
  ]
  + families.map {
    .target(
      name: "\($0)Messages", dependencies: ["Casework", "Wire"],
      path: "Adapters/\($0)/Sources", swiftSettings: strict)
  }

let tierThree: [Target] = [
  .executableTarget(
    name: "birthgate",
    dependencies: adapters + [
      "Casework", "Wire", "Policies", "Engine", "StoreSQLite", "Channels", "Pages",
      "LibCrypto", "LibCurl", "LibQR", "LibSystem", "LibZstd",
      .product(name: "Hummingbird", package: "hummingbird"),
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
      .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      .product(name: "Logging", package: "swift-log"),
    ],
    swiftSettings: strict)
]

/// What fuzzers ask of the readers, for the tests and for libFuzzer.
let fuzzing: Target = .target(
  name: "Fuzzing", dependencies: ["Casework", "Wire"], path: "Tests/Fuzzing",
  swiftSettings: strict)

/// The program that libFuzzer drives has no `main` of its own, so it is there only for deploy/fuzz.
let fuzzEntry: [Target] =
  Context.environment["BIRTHGATE_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "FuzzEntry", dependencies: adapters + ["Fuzzing", "LibCrypto", "Wire"],
      path: "Tests/FuzzEntry",
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])])
  ]

let package = Package(
  name: "birthgate",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "birthgate", targets: ["birthgate"])],
  dependencies: [
    .package(
      url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", exact: "2.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
    .package(
      url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
  ],
  targets: tierZero + tierOne + tierTwo + tierThree + fuzzEntry + [
    fuzzing,
    tests("CaseworkTests", ["Casework", "Policies"]),
    tests("PolicyTests", ["Casework", "Policies", "Wire"], exclude: ["Coverage"]),
    tests(
      "WireTests", ["Casework", "Wire", "LibXML", "LibCrypto", "Fuzzing"] + adapters,
      exclude: ["agreement.py", "gb18030.py", "nfkc.py"]),
    tests(
      "LibTests",
      ["LibXML", "LibCurl", "LibCrypto", "LibQR", "LibZstd", "LibBytes", "LibSystem", "Lanes"]),
    tests(
      "EngineTests", ["Casework", "Engine", "Policies", "Wire", "LibCrypto"] + adapters,
      exclude: ["Histories"]),
    tests("StoreTests", ["Casework", "Engine", "StoreSQLite", grdb]),
    tests("ChannelTests", ["Casework", "Channels", "LibCurl", "LibCrypto", "Wire"]),
    tests("PageTests", ["Casework", "Pages", "Policies"], exclude: ["shots.sh"]),
    tests(
      "GatewayTests",
      ["Casework", "Engine", "Fuzzing", "Wire", "LibCurl", "LibCrypto", "birthgate"]),
    tests("TidyTests", []),
  ]
)
