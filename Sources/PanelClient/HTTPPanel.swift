import Clocks
import HTTPTransport
package import PhoenixModel
package import WebAddresses

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
        at address: APIAddress, key: BearerToken, options: PanelClientOptions,
        _ body: (HTTPPanel) async throws -> Result
    ) async throws -> Result {
        do {
            return try await AsyncHTTPTransport.withTransport(to: address.origin, options: options.transport) {
                transport in
                try await body(
                    HTTPPanel(address: address, key: key, options: options, transport: transport, clock: .system))
            }
        } catch let error as TransportOptionError {
            throw PanelError(error)
        }
    }

    init(
        address: APIAddress, key: BearerToken, options: PanelClientOptions, transport: any Transport,
        clock: WallClock
    ) {
        target = PanelTarget(name: address.description, isEmbedded: false)
        connection = PanelConnection(address: address, key: key, options: options, transport: transport, clock: clock)
        parallelism = max(1, options.transport.connections)
        pages = PageReader(connection: connection, parallelism: parallelism)
        allowsUnsupported = options.allowsUnsupported
    }

    /// The object of a response to a call about one.
    func object(of sent: SentResponse, to call: PanelCall) async throws(PanelError) -> LiveObject {
        let object = try await connection.decoder(sent, of: call).object()
        await connection.knowledge.noteObject(object)
        return object
    }
}
