import PhoenixModel

/// The keys of the server's configuration.
enum ServerSchema {
    static let file = ObjectSchema([
        .init("listen", .text(address), "the address and port to listen on"),
        .init("store", .text(ContextSchema.path), "where the data is stored"),
        .init("public_url", .text(url), "the address that clients use"),
        .init("tls", .object(tls), "the files of the server's certificate"),
        .init("limits", .object(limits), "what clients may do"),
        .init("client_api", .object(clientAPI), "the panel whose servers the tasks work on"),
        .init("scheduler", .object(scheduler), "how tasks are run"),
        .init("notifications", .object(notifications), "where messages may go"),
        .init("services", .any, "the system services, by keys of your choice"),
    ])

    static let tls = ObjectSchema([
        .init("cert", .text(ContextSchema.path), required: true, "the PEM file with the certificate and its chain"),
        .init("key", .text(ContextSchema.path), required: true, "the PEM file with the private key"),
    ])

    static let limits = ObjectSchema([
        .init("requests_per_minute", .integer(1...10_000_000), "for one key"),
        .init("failed_logins_per_minute", .integer(1...10_000_000), "from one address"),
        .init("body_bytes", .integer(1_024...1_048_576), "of a request"),
        .init("header_bytes", .integer(1_024...65_536), "of a request"),
        .init("request_seconds", .integer(1...600, in: .seconds), "for a request to arrive"),
        .init("response_seconds", .integer(1...600, in: .seconds), "for a client to read a response"),
        .init("idle_seconds", .integer(1...3_600, in: .seconds), "for a connection without a request"),
        .init("connections", .integer(1...100_000), "at once"),
    ])

    static let clientAPI = ObjectSchema([
        .init("url", .text(url), required: true, "the address of the panel"),
        .init("key", .object(ContextSchema.keySource), "where the client API key is"),
        .init("ca_file", .text(ContextSchema.path), "a PEM file with certificate authorities"),
    ])

    static let scheduler = ObjectSchema([
        .init(
            "grace_seconds", .integer(1...86_400, in: .seconds),
            "how late a run may start before its time counts as missed"),
        .init("catch_ups_per_minute", .integer(1...10_000), "how many missed runs are made up for in a minute"),
        .init("runs", .integer(1...10_000), "runs at the same time"),
        .init("steps_per_server", .integer(1...1_000), "steps at the same time on one game server"),
        .init("steps_per_node", .integer(1...1_000), "steps at the same time on the servers of one node"),
        .init("backups_per_node", .integer(1...100), "backups at the same time on one node"),
        .init(
            "lease_seconds", .integer(5...3_600, in: .seconds),
            "how long the runs of a process that hangs are left to it"),
        .init(
            "drain_seconds", .integer(1...3_600, in: .seconds),
            "how long running steps may take to end when the server stops"),
        .init("keep_days", .integer(1...3_650), "how long finished runs are kept"),
        .init("keep_failed_days", .integer(1...3_650), "how long failed and missed runs are kept"),
        .init("keep_per_task", .integer(1...10_000), "how many of a task's newest runs are kept whatever their age"),
    ])

    static let notifications = ObjectSchema([
        .init(
            "allow_networks", .list(.text(TextRule(.any, length: 1...64)), count: 0...100, isSet: true),
            "private networks that messages may be sent to")
    ])

    static let service = ObjectSchema([
        .init(
            "name", .text(ServiceRules.name), required: true, "its name, which identifies it; unique among the services"
        ),
        .init("kind", .choice(kinds), "the kind of service"),
        .init("description", .text(ServiceRules.description), "a description for people"),
        .init("critical", .boolean, "whether the panel cannot work without it"),
        .init("depends_on", .any, "names of the system services that it depends on"),
        .init("config", ConfigRules.schema, "keys of your choice, and how its health is probed"),
    ])

    static let kinds = ["wings_daemon", "database_host", "job_processor", "sftp_server"]
    static let address = TextRule(.any, length: 1...300)
    static let url = TextRule(.url, length: PanelURL.length)
}
