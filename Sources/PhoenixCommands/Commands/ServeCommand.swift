import ArgumentParser
import Diagnostics
import Glibc
import PanelServer
import PanelService
import PhoenixModel
import ServicesAPI

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the Services API over HTTP.",
        discussion: """
            Serves the store until SIGTERM or Ctrl-C; requests in flight are finished. Clients need a key: make one with \
            `phoenix keys create`.
            """)

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "host:port"))
    var listen = "127.0.0.1:8088"

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("The URL that clients use, where it is another one.", valueName: "url"))
    var publicURL: String?

    @Option(name: .customLong("tls-cert"), help: ArgumentHelp("The certificate chain, PEM.", valueName: "file"))
    var tlsCertificate: String?

    @Option(name: .customLong("tls-key"), help: ArgumentHelp("The certificate's key, PEM.", valueName: "file"))
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
            let location = try store.location(run.environment)
            let address = try ListenAddress(listen)
            var options = PanelServerOptions(host: address.host, port: address.port)
            if let tlsCertificate, let tlsKey { options.tls = (tlsCertificate, tlsKey) }
            guard options.tls != nil || insecure || address.isLoopback else { throw CommandError.plainText(address) }
            options.publicURL = publicURL
            try await serve(options, location, address, on: run)
        }
    }

    private func serve(
        _ options: PanelServerOptions, _ location: StoreLocation, _ address: ListenAddress, on run: Run
    ) async throws {
        let store = try await run.openStore(location)
        let keys = KeyRing(store: store, now: Run.now)
        let services = ServiceOperations(store: store, now: Run.now)
        let channel = run.console.error
        let scheme = options.tls == nil ? "http" : "https"
        do throws(PanelServerError) {
            let server = try PanelServer(
                options: options, services: services, keys: keys,
                log: ServerLog(logsRequests: accessLog) { channel.write($0) },
                document: [:], now: Run.now)
            try await server.run { port in
                run.console.note("listening on \(scheme)://\(address.text(port: port))")
                run.console.note("store: \(location.text)")
                guard let all = try? await keys.all(), all.isEmpty else { return }
                run.console.note(
                    """
                    there is no key yet; make one in another terminal:
                      phoenix keys create --name admin --store \(location.text) \
                    \(Permission.allCases.map { "--permission \($0.rawValue)" }.joined(separator: " "))
                    """)
            }
        } catch {
            throw CommandError(.serverFailed, error.message, help: error.help, status: .error)
        }
        run.console.note("stopped")
    }
}

extension CommandError {
    fileprivate static func plainText(_ address: ListenAddress) -> CommandError {
        CommandError(
            .plainTextServer, "keys and data would cross the network in plain text on \(address.host)",
            help: "give --tls-cert and --tls-key, or --insecure where a proxy in front does TLS")
    }
}
