/// The rules of a system service's `config`: free keys beside `probe`.
package enum ConfigRules {
    package static let schema = ValueSchema.object(
        ObjectSchema([.init("probe", .variant(probe), "how the service's health is probed")], allowsOthers: true))

    private static let probe = VariantSchema(
        name: "probe type",
        cases: [
            .init(
                type: "wings",
                schema: ObjectSchema(
                    [
                        .init(
                            "url", .text(TextRule(.openURL, length: 1...2_048)), required: true,
                            "the address of the daemon"
                        ),
                        .init("token", password, "the daemon's token; write-only"),
                        interval,
                    ], identity: ["url"]),
                summary: "asks the Wings daemon"),
            .init(type: "mysql", schema: database(port: 3_306), summary: "logs in to a MySQL or MariaDB server"),
            .init(type: "postgres", schema: database(port: 5_432), summary: "logs in to a PostgreSQL server"),
            .init(
                type: "redis",
                schema: ObjectSchema(
                    [
                        host, port(6_379), .init("password", password, "the password; write-only"),
                        .init(
                            "queues", .list(.text(TextRule(.any, length: 1...191)), count: 0...100, isSet: true),
                            "the queues whose lengths are reported"),
                        interval,
                    ], identity: ["host", "port"]),
                summary: "asks a Redis server for the lengths of its queues"),
            .init(
                type: "sftp", schema: ObjectSchema([host, port(2_022), interval]),
                summary: "reads the greeting of an SFTP server"),
        ],
        dataKey: nil)

    private static let password = ValueSchema.writeOnlyText(TextRule(.any, length: 1...4_096))

    private static let host = ObjectSchema.Key(
        "host", .text(TextRule(.host, length: 1...253)), required: true, "host name or address")

    private static let interval = ObjectSchema.Key(
        "interval", .integer(10...86_400, in: .seconds), default: 60, "seconds between two probes")

    private static func port(_ usual: Int64) -> ObjectSchema.Key {
        .init("port", .integer(1...65_535), default: .integer(usual), "the port")
    }

    private static func database(port usual: Int64) -> ObjectSchema {
        ObjectSchema(
            [
                host, port(usual),
                .init("user", .text(TextRule(.any, length: 1...191)), required: true, "the user to log in as"),
                .init("password", password, "the password; write-only"),
                interval,
            ], identity: ["host", "port", "user"])
    }
}
