import PhoenixModel

/// The keys of the server's configuration.
enum ServerShape {
    static let file = ObjectShape([
        .init("listen", .text(address), "the address and port to listen on"),
        .init("store", .text(ContextShape.path), "where the data is stored"),
        .init("public_url", .text(url), "the address that clients use"),
        .init("tls", .object(tls), "the files of the server's certificate"),
        .init("limits", .object(limits), "what clients may do"),
        .init("services", .any, "the system services, by keys of your choice"),
    ])

    static let tls = ObjectShape([
        .init("cert", .text(ContextShape.path), required: true, "the PEM file with the certificate and its chain"),
        .init("key", .text(ContextShape.path), required: true, "the PEM file with the private key"),
    ])

    static let limits = ObjectShape([
        .init("requests_per_minute", .integer(1...10_000_000), "for one key"),
        .init("failed_logins_per_minute", .integer(1...10_000_000), "from one address"),
        .init("body_bytes", .integer(1_024...1_048_576), "of a request"),
        .init("header_bytes", .integer(1_024...65_536), "of a request"),
        .init("request_seconds", .integer(1...600), "for a request to arrive"),
        .init("response_seconds", .integer(1...600), "for a client to read a response"),
        .init("idle_seconds", .integer(1...3_600), "for a connection without a request"),
        .init("connections", .integer(1...100_000), "at once"),
    ])

    static let service = ObjectShape([
        .init(
            "name", .text(ServiceRules.name), required: true, "its name, which identifies it; unique among the services"
        ),
        .init("kind", .choice(kinds), "the kind of service"),
        .init("description", .text(ServiceRules.description), "a description for people"),
        .init("critical", .boolean, "whether the panel cannot work without it"),
        .init("depends_on", .any, "names of the system services that it depends on"),
        .init("config", ConfigRules.shape, "keys of your choice, and how its health is probed"),
    ])

    static let kinds = ["wings_daemon", "database_host", "job_processor", "sftp_server"]
    static let address = TextRule(.any, length: 1...300)
    static let url = TextRule(.url, length: PanelURL.length)
}
