package import PhoenixModel

/// A panel over the documented HTTP API.
package struct HTTPPanel: PanelReader, PanelWriter {
    package let target: PanelTarget
    let connection: PanelConnection
    let pages: PageReader
    let zones = ZoneTrial()
    let parallelism: Int
    let allowsUnsupported: Bool

    /// Runs `body` with a panel, and closes the connections to it afterwards, however it ends.
    /// - Throws: `PanelError` `.invalid` when the options cannot be used; what `body` throws.
    package static func withPanel<Result>(
        at address: PanelAddress, key: APIKey, options: PanelClientOptions,
        _ body: (HTTPPanel) async throws -> Result
    ) async throws -> Result {
        try await AsyncHTTPTransport.withTransport(to: address, options: options) { transport in
            try await body(HTTPPanel(address: address, key: key, options: options, transport: transport, time: .system))
        }
    }

    init(
        address: PanelAddress, key: APIKey, options: PanelClientOptions, transport: any HTTPTransport, time: ClientTime
    ) {
        target = PanelTarget(name: address.description, isEmbedded: false)
        connection = PanelConnection(address: address, key: key, options: options, transport: transport, time: time)
        parallelism = max(1, options.parallelism)
        pages = PageReader(connection: connection, parallelism: parallelism)
        allowsUnsupported = options.allowsUnsupported
    }

    /// The object of an answer to a call about one.
    func object(of answer: PanelAnswer, to call: PanelCall) async throws(PanelError) -> LiveObject {
        let object = try await connection.reading(answer, of: call).object()
        await connection.knowledge.noteObject(object)
        return object
    }
}
