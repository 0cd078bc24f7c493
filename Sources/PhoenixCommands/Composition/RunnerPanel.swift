import ClientAPI
import Diagnostics
import HTTPTransport
import PhoenixModel
import Settings
import WebAddresses

/// The panel whose servers tasks and schedules work on: from options, the environment and a configuration file, in this
/// order.
struct RunnerPanel: Sendable {
    let address: APIAddress
    private let key: BearerToken
    private let options: ClientAPIOptions
    /// Where the configuration file names the certificate authorities, and the file.
    private let authorities: SourceSpan?
    private let sources: SourceMap

    static let addressVariable = "PHOENIX_CLIENT_API"
    static let keyVariable = "PHOENIX_CLIENT_API_KEY"

    /// nil where nothing names a panel.
    /// - Throws: what is wrong with its address or key.
    init?(_ options: RunnerOptions, _ settings: ServerSettings?, _ run: CommandRun) throws {
        try self.init(options, configured: settings?.clientAPI, settings?.sources ?? SourceMap(), run)
    }

    /// `settings`: what a configuration file says, with that file.
    init?(
        _ options: RunnerOptions, configured settings: ClientAPISettings?, _ sources: SourceMap,
        timeout: Duration? = nil,
        _ run: CommandRun
    ) throws {
        let environment = run.environment
        let named = options.clientAPI ?? environment[Self.addressVariable]
        guard named != "" else {
            let source = options.clientAPI == nil ? Self.addressVariable : "--client-api"
            throw CommandError(
                .emptyTarget, "\(source) is set but empty", help: "set it to the URL of the panel, or leave it out")
        }
        guard let url = named ?? settings?.url.value else {
            guard options.clientAPIKeyFile == nil else { throw CommandError.keyFileWithoutPanel }
            return nil
        }
        do throws(ClientAPIError) {
            address = try APIAddress(clientAPI: url)
        } catch {
            throw CommandError(.valueOutOfRange, error.message, help: error.help)
        }
        // A key of the file never goes to a panel that was named elsewhere.
        let configured = named == nil ? settings : nil
        let configuredKey = options.clientAPIKeyFile == nil ? configured?.key : nil
        self.sources = sources
        authorities = configured?.caFile?.span
        let source =
            options.clientAPIKeyFile.map(KeySource.file) ?? configuredKey?.value ?? .environment(Self.keyVariable)
        do throws(KeyProblem) {
            key = try source.key(environment: { environment[$0] })
        } catch {
            var diagnostic = error.diagnostic
            diagnostic.span = configuredKey?.span
            throw FoundErrors([diagnostic], sources: sources)
        }
        var transport = TransportOptions()
        if let timeout { transport.requestTimeout = timeout }
        transport.caFile = configured?.caFile?.value
        transport.proxies = try environment.proxySettings()
        self.options = ClientAPIOptions(version: Version.text, transport: transport)
    }

    /// Runs `body` with connections to the panel, which are closed afterwards.
    func withClient<Result>(_ body: (ClientAPI) async throws -> Result) async throws -> Result {
        do {
            return try await ClientAPI.withClientAPI(at: address, key: key, options: options, body)
        } catch let error as ClientAPIError {
            let help = authorities.map { _ in "'client_api.ca_file' names a PEM file with at least one certificate" }
            throw FoundErrors(
                [Diagnostic(.valueOutOfRange, error.message, at: authorities, help: help ?? error.help)],
                sources: sources)
        }
    }
}

extension CommandError {
    fileprivate static var keyFileWithoutPanel: CommandError {
        CommandError(
            .noTarget, "--client-api-key-file is given, but no panel that its key is for",
            help: "give --client-api URL, or set \(RunnerPanel.addressVariable)")
    }
}
