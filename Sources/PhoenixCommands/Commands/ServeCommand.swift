import ArgumentParser
import Diagnostics
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import ServicesAPI

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the Services API over HTTP.",
        discussion: """
            Serves the store until SIGTERM or Ctrl-C; requests in flight are finished. Clients need a key: make one with \
            `phoenix keys create`. Options win over the configuration file.
            """)

    @Option(help: ArgumentHelp("The address to listen on; 127.0.0.1:8088 by default.", valueName: "host:port"))
    var listen: String?

    @OptionGroup var store: StoreOptions

    @Option(
        help: ArgumentHelp("System services, probes and limits, in YAML.", valueName: "file"), completion: .manifests)
    var config: String?

    @Option(help: ArgumentHelp("The URL that clients use, where it is another one.", valueName: "url"))
    var publicURL: String?

    @Option(
        name: .customLong("tls-cert"), help: ArgumentHelp("The certificate chain, PEM.", valueName: "file"),
        completion: .file())
    var tlsCertificate: String?

    @Option(
        name: .customLong("tls-key"), help: ArgumentHelp("The certificate's key, PEM.", valueName: "file"),
        completion: .file())
    var tlsKey: String?

    @Flag(help: "Listen beyond this machine without TLS, where something in front does it.")
    var insecure = false

    @Flag(inversion: .prefixedNo, help: "Write a line for each request to standard error.")
    var accessLog = true

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-cert and --tls-key go together.")
        }
    }

    func run() async throws {
        let run = Run(output)
        try await run.perform {
            let setup = try ServerSetup(self, run)
            let store = try await run.openStore(setup.store)
            let keys = KeyRing(store: store, now: Run.now)
            let services = ServiceOperations(store: store, now: Run.now)
            do throws(ServiceError) {
                let changed = try await services.configure(setup.services)
                if !changed.isEmpty { run.console.note("configured: \(changed.joined(separator: ", "))") }
            } catch {
                throw CommandError(error)
            }
            let channel = run.console.error
            do throws(PanelServerError) {
                let server = try PanelServer(
                    options: setup.options, services: services, keys: keys,
                    log: ServerLog(logsRequests: accessLog) { channel.write($0) },
                    document: OpenAPIDocument.value(serverURL: setup.options.publicURL), now: Run.now)
                try await server.run { port in await Self.greet(setup, port: port, keys, run.console) }
            } catch {
                throw CommandError(.serverFailed, error.message, help: error.help, status: .error)
            }
            run.console.note("stopped")
        }
    }

    /// Says where the server is, what it serves, and how to get in when nobody can.
    private static func greet(_ setup: ServerSetup, port: Int, _ keys: KeyRing, _ console: Console) async {
        console.note("listening on \(setup.scheme)://\(setup.address.text(port: port))")
        console.note("store: \(setup.store.text)")
        guard let all = try? await keys.all(), all.isEmpty else { return }
        let permissions = Permission.allCases.map { "--permission \($0.rawValue)" }.joined(separator: " ")
        console.note(
            """
            there is no key yet; make one in another terminal:
              phoenix keys create --name admin \(permissions) --store \(setup.store.text)
            """)
    }
}
