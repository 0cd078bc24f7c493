import ArgumentParser
import Diagnostics
import LogOutput
import Logging
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import PrometheusMetrics
import ServicesAPI

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the Services API over HTTP.",
        discussion: """
            Serves the store until SIGTERM, SIGHUP or Ctrl-C, and completes requests in flight. Clients need a key: \
            create one with `phoenix keys create`. Options win over the configuration file.

            Example:
              phoenix serve --store sqlite:panel.db
              phoenix serve --config /etc/phoenix/serve.yaml
            """)

    @Option(help: ArgumentHelp("The address to listen on; 127.0.0.1:8088 by default.", valueName: "host:port"))
    var listen: String?

    @OptionGroup var store: StoreOptions

    @Option(
        help: ArgumentHelp("System services, probes and limits, in YAML.", valueName: "file"), completion: .manifests)
    var config: String?

    @Option(help: ArgumentHelp("The URL that clients use, if it differs.", valueName: "url"))
    var publicURL: String?

    @Option(
        name: .customLong("tls-cert"), help: ArgumentHelp("The certificate chain, PEM.", valueName: "file"),
        completion: .file())
    var tlsCertificate: String?

    @Option(
        name: .customLong("tls-key"), help: ArgumentHelp("The certificate's key, PEM.", valueName: "file"),
        completion: .file())
    var tlsKey: String?

    @Flag(help: "Listen on other addresses without TLS, because a proxy in front provides it.")
    var insecure = false

    @Flag(inversion: .prefixedNo, help: "Log a line for each request.")
    var accessLog = true

    @Option(
        help: ArgumentHelp(
            "Log events of this level and above: \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "level"),
        transform: { text in
            guard let level = Logger.Level(rawValue: text) else { throw ValidationError("there is no such level") }
            return level
        })
    var logLevel: Logger.Level = .info

    @Option(help: ArgumentHelp("The format of log lines on standard error.", valueName: "format"))
    var logFormat: LogFormat = .text

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-cert and --tls-key go together.")
        }
    }

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let setup = try ServerSetup(self, run)
            let metrics = PrometheusMetricsFactory(
                help: PanelServer.metricsHelp.merging(ServerLogging.metricsHelp) { $1 })
            let logging = ServerLogging(level: logLevel, format: logFormat, metrics: metrics)
            defer { logging.flush() }
            let store = try await run.openStore(setup.store, for: .writing)
            let keys = KeyRing(store: store, now: CommandRun.now)
            let services = ServiceOperations(store: store, now: CommandRun.now)
            do throws(ServiceError) {
                let changed = try await services.configure(setup.services)
                if !changed.isEmpty { logging.announce("configured: \(changed.joined(separator: ", "))") }
            } catch {
                throw CommandError(error)
            }
            do throws(PanelServerError) {
                let server = try PanelServer(
                    options: setup.options, services: services, keys: keys, logger: logging.logger, metrics: metrics,
                    document: OpenAPIDocument.value(serverURL: setup.options.publicURL), now: CommandRun.now)
                try await server.run { port in await Self.greet(setup, port: port, keys, logging) }
            } catch {
                throw CommandError(.serverFailed, error.message, help: error.help, status: .error)
            }
            logging.announce("stopped")
        }
    }

    /// Says where the server is, what it serves, and how to get in when nobody can.
    private static func greet(_ setup: ServerSetup, port: Int, _ keys: KeyRing, _ logging: ServerLogging) async {
        logging.announce("listening on \(setup.scheme)://\(setup.address.text(port: port))")
        logging.announce("store: \(setup.store.text)")
        guard let all = try? await keys.all(), all.isEmpty else { return }
        let permissions = Permission.allCases.map { "--permission \($0.rawValue)" }.joined(separator: " ")
        logging.announce(
            """
            there is no key yet; create one in another terminal:
              phoenix keys create --name admin \(permissions) --store \(setup.store.text)
            """)
    }
}
