import PhoenixModel

/// The keys of the contexts file.
enum ContextSchema {
    static let file = ObjectSchema([
        .init("current", .text(name), "the context that is used when nothing names a target"),
        .init("contexts", .any, "the contexts, by name"),
    ])

    static let context = ObjectSchema([
        .init("panel", .text(TextRule(.any, length: 0...Int.max)), "the URL of a panel"),
        .init("store", .text(path), "the store of the embedded panel, instead of a panel"),
        .init("api_key", .object(keySource), "where the API key is"),
        .init("client_api", .object(clientAPI), "the panel whose servers have schedules"),
        .init("ca_file", .text(path), "a PEM file with certificate authorities"),
        .init("timeout", .integer(ClientSettings.timeouts, in: .seconds), "seconds for one request"),
        .init("parallelism", .integer(ClientSettings.parallelisms), "requests in flight at the same time"),
    ])

    static let clientAPI = ObjectSchema([
        .init("url", .text(TextRule(.any, length: 0...Int.max)), required: true, "the address of the panel"),
        .init("api_key_env", .text(variable), "the variable with the client API key"),
        .init("api_key_file", .text(path), "the file with the client API key, readable only by you"),
        .init("ca_file", .text(path), "a PEM file with certificate authorities"),
    ])

    static let keySource = ObjectSchema([
        .init("env", .text(variable), "the variable with the key"),
        .init("file", .text(path), "the file with the key, readable only by you"),
    ])

    static let name = TextRule(.key, length: 0...Int.max)
    static let variable = TextRule(.identifier, length: 1...191)
    static let path = TextRule(.name, length: 1...4_096)
}
