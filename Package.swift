// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1: Target.Dependency = .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "phoenix",
    products: [.executable(name: "phoenix", targets: ["phoenix"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The layers of docs/architecture.md, bottom to top. A target imports only what stands here.
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "CHeap"),
        .target(name: "CLibPQ", linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "Files", swiftSettings: settings),
        .target(name: "WebAddresses", swiftSettings: settings),
        .target(name: "Diagnostics", swiftSettings: settings),
        .target(name: "Graphs", swiftSettings: settings),
        .target(name: "Parallel", swiftSettings: settings),
        .target(name: "Clocks", swiftSettings: settings),
        .target(name: "Cron", dependencies: ["Diagnostics"], swiftSettings: settings),
        .target(name: "Calendar", dependencies: ["Cron"], swiftSettings: settings),
        .target(name: "YAMLReading", dependencies: ["CLibYAML", "Diagnostics"], swiftSettings: settings),
        .target(
            name: "PhoenixModel", dependencies: ["Cron", "Diagnostics", "Graphs", "WebAddresses"],
            swiftSettings: settings),
        .target(
            name: "ValueDecoding", dependencies: ["Diagnostics", "Files", "PhoenixModel", "YAMLReading"],
            swiftSettings: settings),
        .target(
            name: "Manifests",
            dependencies: [
                "CHeap", "Cron", "Diagnostics", "Files", "Graphs", "Parallel", "PhoenixModel", "ValueDecoding",
                "YAMLReading", crypto,
            ],
            swiftSettings: settings),
        .target(
            name: "Planning", dependencies: ["Cron", "Diagnostics", "Graphs", "Parallel", "PhoenixModel", crypto],
            swiftSettings: settings),
        .target(name: "Applying", dependencies: ["Diagnostics", "PhoenixModel"], swiftSettings: settings),
        .target(
            name: "Reporting", dependencies: ["Calendar", "Cron", "Diagnostics", "PhoenixModel"],
            swiftSettings: settings),
        .target(name: "ServicesAPI", dependencies: ["PhoenixModel"], swiftSettings: settings),
        .target(name: "LogOutput", dependencies: ["Diagnostics", "PhoenixModel", logging], swiftSettings: settings),
        .target(name: "PrometheusMetrics", dependencies: [metrics], swiftSettings: settings),
        .target(name: "PanelStore", dependencies: ["Cron", "PhoenixModel"], swiftSettings: settings),
        .target(
            name: "PanelStoreSQLite",
            dependencies: [
                "CHeap", "Files", "PanelStore", "PhoenixModel", grdb,
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ], swiftSettings: settings),
        .target(
            name: "PanelStorePostgres",
            dependencies: ["CLibPQ", "Clocks", "PanelStore", "PhoenixModel", "WebAddresses", logging],
            swiftSettings: settings),
        .target(name: "StoreCopying", dependencies: ["PanelStore", "PhoenixModel", crypto], swiftSettings: settings),
        .target(
            name: "PanelService",
            dependencies: [
                "Cron", "Diagnostics", "PanelStore", "PhoenixModel", "ServicesAPI", "WebAddresses", crypto,
            ],
            swiftSettings: settings),
        .target(
            name: "HTTPTransport",
            dependencies: ["Clocks", "Diagnostics", "WebAddresses", httpClient, nioCore, nioHTTP1, nioPosix, nioSSL],
            swiftSettings: settings),
        .target(
            name: "PanelClient",
            dependencies: ["Clocks", "Diagnostics", "HTTPTransport", "PhoenixModel", "ServicesAPI", "WebAddresses"],
            swiftSettings: settings),
        .target(
            name: "ClientAPI",
            dependencies: ["Clocks", "Diagnostics", "HTTPTransport", "PhoenixModel", "WebAddresses"],
            swiftSettings: settings),
        .target(
            name: "NativeSchedules",
            dependencies: ["ClientAPI", "Clocks", "Cron", "HTTPTransport", "PhoenixModel", "WebAddresses"],
            swiftSettings: settings),
        .target(
            name: "Scheduling",
            dependencies: ["Clocks", "Cron", "PanelStore", "PhoenixModel", lifecycle, logging, metrics],
            swiftSettings: settings),
        .target(
            name: "TaskRunners", dependencies: ["ClientAPI", "Clocks", "PhoenixModel", "Scheduling"],
            swiftSettings: settings),
        .target(
            name: "Probes",
            dependencies: [
                "Clocks", "Diagnostics", "HTTPTransport", "LogOutput", "PanelStore", "PhoenixModel", "WebAddresses",
                crypto, cryptoExtras, lifecycle, logging, metrics, nioCore, nioPosix, nioSSL,
            ], swiftSettings: settings),
        .target(
            name: "Notifications",
            dependencies: [
                "Clocks", "HTTPTransport", "LogOutput", "PanelStore", "PhoenixModel", "WebAddresses", crypto,
                lifecycle, logging, metrics, nioPosix,
            ], swiftSettings: settings),
        .target(
            name: "PanelServer",
            dependencies: [
                "PanelService", "PanelStore", "PhoenixModel", "PrometheusMetrics", "ServicesAPI", "WebAddresses",
                httpTypes, hummingbird, hummingbirdCore, hummingbirdTLS, lifecycle, logging, metrics,
                nioCore, nioHTTP1, nioHTTPTypes, nioHTTPTypesHTTP1, nioSSL, signals,
            ],
            swiftSettings: settings),
        .target(
            name: "Dashboard",
            dependencies: [
                "Calendar", "Cron", "Diagnostics", "PanelServer", "PanelService", "PanelStore", "PhoenixModel",
                "Reporting", "ServicesAPI", "WebAddresses", crypto, httpTypes, mustache,
            ],
            swiftSettings: settings),
        .target(
            name: "Settings",
            dependencies: ["Diagnostics", "Graphs", "PhoenixModel", "ValueDecoding", "WebAddresses"],
            swiftSettings: settings),
        .target(
            name: "PhoenixCommands",
            dependencies: [
                "Applying", "CHeap", "Calendar", "ClientAPI", "Clocks", "Cron", "Dashboard", "Diagnostics", "Files",
                "HTTPTransport", "LogOutput", "Manifests", "NativeSchedules", "Notifications", "PanelClient",
                "PanelServer", "PanelService", "PanelStore", "PanelStorePostgres", "PanelStoreSQLite", "PhoenixModel",
                "Planning", "Probes", "PrometheusMetrics", "Reporting",
                "Scheduling",
                "ServicesAPI", "Settings", "StoreCopying", "TaskRunners", "ValueDecoding", "WebAddresses", arguments,
                lifecycle, logging, metrics,
            ],
            swiftSettings: settings),
        .executableTarget(name: "phoenix", dependencies: ["PhoenixCommands"], swiftSettings: settings),

        // Tests, one target for each of the above, and what they share.
        .target(
            name: "PhoenixTestSupport",
            dependencies: [
                "Cron", "Diagnostics", "PanelStore", "PanelStorePostgres", "PanelStoreSQLite", "PhoenixModel",
                "PostgresFixtures", "ProcessFixtures", "ServicesAPI",
            ],
            path: "Tests/PhoenixTestSupport", swiftSettings: settings),
        .target(
            name: "PanelFixtures", dependencies: ["PhoenixModel", nioCore, nioHTTP1, nioPosix],
            path: "Tests/PanelFixtures", swiftSettings: settings),
        .target(
            name: "ClockFixtures", dependencies: ["Clocks"], path: "Tests/ClockFixtures", swiftSettings: settings),
        .target(name: "LogFixtures", dependencies: [logging], path: "Tests/LogFixtures", swiftSettings: settings),
        .target(
            name: "TransportFixtures", dependencies: ["HTTPTransport"], path: "Tests/TransportFixtures",
            swiftSettings: settings),
        .target(name: "RandomFixtures", path: "Tests/RandomFixtures", swiftSettings: settings),
        .target(name: "ProcessFixtures", path: "Tests/ProcessFixtures", swiftSettings: settings),
        .target(
            name: "SocketFixtures", dependencies: [nioCore, nioPosix, nioSSL], path: "Tests/SocketFixtures",
            swiftSettings: settings),
        .target(
            name: "ClientPanelFixtures", dependencies: ["Cron", "PanelFixtures", "PhoenixModel", "WebAddresses"],
            path: "Tests/ClientPanelFixtures", resources: [.copy("Exchanges")], swiftSettings: settings),
        .target(
            name: "PostgresFixtures", dependencies: ["PanelStorePostgres", "ProcessFixtures"],
            path: "Tests/PostgresFixtures", swiftSettings: settings),
        .testTarget(name: "WebAddressesTests", dependencies: ["WebAddresses"], swiftSettings: settings),
        .testTarget(
            name: "HTTPTransportTests",
            dependencies: [
                "ClockFixtures", "Clocks", "Diagnostics", "HTTPTransport", "PanelFixtures", "TransportFixtures",
                "WebAddresses", nioCore, nioPosix, nioSSL,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ClientAPITests",
            dependencies: [
                "ClientAPI", "ClientPanelFixtures", "ClockFixtures", "Clocks", "HTTPTransport", "PanelFixtures",
                "PhoenixModel", "TransportFixtures", "WebAddresses",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "SchedulingTests",
            dependencies: [
                "ClockFixtures", "Clocks", "Cron", "LogFixtures", "PanelStore", "PanelStoreSQLite", "PhoenixModel",
                "PhoenixTestSupport", "PrometheusMetrics", "RandomFixtures", "Scheduling", lifecycle, logging, metrics,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "TaskRunnersTests",
            dependencies: [
                "ClientAPI", "ClientPanelFixtures", "ClockFixtures", "Clocks", "HTTPTransport", "PanelFixtures",
                "PhoenixModel", "RandomFixtures", "Scheduling", "TaskRunners", "TransportFixtures",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ProbesTests",
            dependencies: [
                "ClockFixtures", "Clocks", "PanelFixtures", "PanelStore", "PhoenixModel", "PhoenixTestSupport",
                "Probes", "ProcessFixtures", "PrometheusMetrics", "SocketFixtures", "WebAddresses", crypto,
                cryptoExtras, lifecycle, logging, metrics, nioSSL,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "NotificationsTests",
            dependencies: [
                "ClockFixtures", "Clocks", "LogFixtures", "Notifications", "PanelStore", "PhoenixModel",
                "PhoenixTestSupport", "PrometheusMetrics", "RandomFixtures", "SocketFixtures", "WebAddresses", crypto,
                lifecycle, logging, metrics,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "PanelFixturesTests",
            dependencies: ["PanelFixtures", "PhoenixModel", "PhoenixTestSupport", nioCore, nioHTTP1, nioPosix],
            swiftSettings: settings),
        .testTarget(name: "GraphsTests", dependencies: ["Graphs"], swiftSettings: settings),
        .testTarget(name: "ParallelTests", dependencies: ["Parallel"], swiftSettings: settings),
        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: settings),
        .testTarget(
            name: "CronTests", dependencies: ["Cron", "RandomFixtures"], resources: [.copy("Vectors")],
            swiftSettings: settings),
        .testTarget(name: "CalendarTests", dependencies: ["Calendar", "Cron"], swiftSettings: settings),
        .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: settings),
        .testTarget(
            name: "YAMLReadingTests",
            dependencies: ["Diagnostics", "PhoenixTestSupport", "RandomFixtures", "YAMLReading"],
            swiftSettings: settings),
        .testTarget(
            name: "PhoenixModelTests", dependencies: ["PhoenixModel", "PhoenixTestSupport", "RandomFixtures"],
            swiftSettings: settings),
        .testTarget(
            name: "ManifestsTests",
            dependencies: [
                "CLibYAML", "Cron", "Diagnostics", "Manifests", "PhoenixModel", "PhoenixTestSupport", "RandomFixtures",
                "ServicesAPI",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "PlanningTests",
            dependencies: [
                "Diagnostics", "PhoenixModel", "PhoenixTestSupport", "Planning", "RandomFixtures", "ServicesAPI",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ApplyingTests", dependencies: ["Applying", "Diagnostics", "PhoenixModel", "PhoenixTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ReportingTests",
            dependencies: [
                "Calendar", "Cron", "Diagnostics", "PhoenixModel", "PhoenixTestSupport", "RandomFixtures", "Reporting",
            ],
            exclude: ["Golden"], swiftSettings: settings),
        .testTarget(
            name: "LogOutputTests", dependencies: ["LogOutput", "PhoenixModel", "PhoenixTestSupport", logging],
            swiftSettings: settings),
        .testTarget(
            name: "PrometheusMetricsTests", dependencies: ["PrometheusMetrics", metrics], swiftSettings: settings),
        .testTarget(
            name: "PanelStoreTests",
            dependencies: ["PanelStore", "PanelStoreSQLite", "PhoenixModel", "PhoenixTestSupport", grdb],
            swiftSettings: settings),
        .testTarget(
            name: "StoreCopyingTests",
            dependencies: ["PanelStore", "PanelStoreSQLite", "PhoenixModel", "PhoenixTestSupport", "StoreCopying"],
            swiftSettings: settings),
        .testTarget(
            name: "PanelStorePostgresTests",
            dependencies: [
                "Clocks", "PanelFixtures", "PanelStore", "PanelStorePostgres", "PhoenixModel", "PhoenixTestSupport",
                "PostgresFixtures", "ProcessFixtures", "SocketFixtures",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "NativeSchedulesTests",
            dependencies: [
                "Applying", "ClientAPI", "ClientPanelFixtures", "ClockFixtures", "Clocks", "Diagnostics",
                "HTTPTransport", "NativeSchedules", "PanelFixtures", "PhoenixModel", "PhoenixTestSupport", "Planning",
                "RandomFixtures", "TransportFixtures",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DashboardTests",
            dependencies: [
                "Calendar", "Cron", "Dashboard", "PanelServer", "PanelService", "PanelStore", "PhoenixModel",
                "PanelStoreSQLite", "PhoenixTestSupport", "ServicesAPI", httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "PanelServiceTests",
            dependencies: [
                "PanelService", "PanelStore", "PanelStoreSQLite", "PhoenixModel", "PhoenixTestSupport",
                "RandomFixtures", "ServicesAPI",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "PanelClientTests",
            dependencies: [
                "ClockFixtures", "Clocks", "HTTPTransport", "PanelClient", "PhoenixModel", "RandomFixtures",
                "ServicesAPI", "TransportFixtures", "WebAddresses",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "Applying", "Clocks", "Cron", "Diagnostics", "HTTPTransport", "Manifests", "PanelClient",
                "PanelFixtures", "PanelServer", "PanelService", "PanelStore", "PhoenixModel", "PhoenixTestSupport",
                "Planning", "PrometheusMetrics", "ServicesAPI", "WebAddresses", logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "RoundTripTests",
            dependencies: [
                "Applying", "Cron", "Diagnostics", "Manifests", "PanelService", "PanelStore", "PhoenixModel",
                "PhoenixTestSupport", "Planning", "RandomFixtures", "Reporting", "ServicesAPI",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ServicesAPITests",
            dependencies: ["PhoenixModel", "PhoenixTestSupport", "RandomFixtures", "ServicesAPI"],
            swiftSettings: settings),
        .testTarget(
            name: "PanelServerTests",
            dependencies: [
                "LogOutput", "PanelClient", "PanelFixtures", "PanelServer", "PanelService", "PanelStore",
                "PanelStoreSQLite", "PhoenixModel", "PhoenixTestSupport", "PrometheusMetrics",
                "ServicesAPI", httpTypes, logging, nioCore, nioEmbedded, nioHTTP1,
                nioHTTPTypes, nioHTTPTypesHTTP1,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "SettingsTests",
            dependencies: ["Diagnostics", "PhoenixModel", "Settings", "WebAddresses"],
            swiftSettings: settings),
        .testTarget(
            name: "PhoenixCommandsTests",
            dependencies: [
                "ClientPanelFixtures", "ClockFixtures", "PanelFixtures", "PanelStorePostgres", "PhoenixCommands",
                "PhoenixModel", "PhoenixTestSupport", "PostgresFixtures", "ProcessFixtures", "SocketFixtures",
                arguments,
            ],
            swiftSettings: settings),

        // A panel to try things on: scripts/demo and the crash tests start it.
        .executableTarget(
            name: "stand-in-panel", dependencies: ["ClientPanelFixtures", "PanelFixtures", "PhoenixModel", arguments],
            path: "Tests/StandInPanel", swiftSettings: settings),

        // Measured by Benchmarks/run.
        .executableTarget(
            name: "cron-benchmark", dependencies: ["Cron"], path: "Benchmarks/CronBenchmark", swiftSettings: settings),
        .executableTarget(
            name: "store-benchmark", dependencies: ["PanelStore", "PanelStoreSQLite", "PhoenixModel"],
            path: "Benchmarks/StoreBenchmark", swiftSettings: settings),
        .executableTarget(
            name: "bare-server", dependencies: [hummingbird, logging, nioCore], path: "Benchmarks/BareServer",
            swiftSettings: settings),
        .executableTarget(
            name: "empty-command", dependencies: [arguments], path: "Benchmarks/EmptyCommand", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)

// PHOENIX_TESTS=CronTests,PlanningTests builds and runs only these, with no more than they need.
if let chosen = Context.environment["PHOENIX_TESTS"]?.split(separator: ",").map(String.init) {
    package.targets.removeAll { $0.type == .test && !chosen.contains($0.name) }
}
