import ArgumentParser
import ClientAPI
import Clocks
import Diagnostics
import LogOutput
import Logging
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import PrometheusMetrics
import Reporting
import Scheduling
import ServicesAPI
import TaskRunners

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the Services API over HTTP, and run the tasks.",
        discussion: """
            Serves the store until SIGTERM, SIGHUP or Ctrl-C, and completes requests in flight. Clients need a key: \
            create one with `phoenix keys create`. Options win over the configuration file.

            The server runs due tasks on the game servers of the panel that --client-api names, probes the system \
            services, and sends messages. Without such a panel every run is recorded as skipped.

            Example:
              phoenix serve --store sqlite:panel.db --client-api https://panel.example.com
              phoenix serve --config /etc/phoenix/serve.yaml
            """)

    @Option(help: ArgumentHelp("The address to listen on; 127.0.0.1:8088 by default.", valueName: "host:port"))
    var listen: String?

    @OptionGroup var store: StoreOptions

    @Option(
        help: ArgumentHelp("The configuration of the server, in YAML.", valueName: "file"), completion: .manifests)
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

    @OptionGroup var runner: RunnerOptions

    @Option(
        help: ArgumentHelp(
            "What this process is called in runs and by doctor, before its process id; by default the machine's name.",
            valueName: "name"))
    var replica: String?

    @Flag(name: .customLong("no-scheduler"), help: "Only serve: run no tasks, probe no services, send no messages.")
    var hasNoScheduler = false

    @Flag(help: "Record what tasks would do, but do nothing to the game servers.")
    var dryRunner = false

    @Flag(name: .customLong("no-dashboard"), help: "Serve the API alone, without pages for people.")
    var hasNoDashboard = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-cert and --tls-key go together.")
        }
        guard !(hasNoScheduler && dryRunner) else {
            throw ValidationError("--no-scheduler and --dry-runner exclude each other.")
        }
        if let replica, !WorkerName.isUsable(replica) {
            throw ValidationError(
                "--replica is 1 to \(WorkerName.longest) letters, digits, dots, hyphens and underscores.")
        }
    }

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let setup = try ServerSetup(self, run)
            let metrics = PrometheusMetricsFactory(help: MetricsHelp.all, bucketsByName: Scheduler.histogramBuckets)
            let logging = ServerLogging(level: logLevel, format: logFormat, metrics: metrics)
            defer { logging.flush() }
            let served = try await run.servedStore(setup.store)
            let store = served.store
            let keys = KeyRing(store: store, now: CommandRun.now)
            let services = ServiceOperations(store: store, now: CommandRun.now)
            let opening = StoreStart(
                served, services: services, configured: setup.services, announce: { logging.announce($0) },
                whenLate: { await sayHowToGetIn(setup, keys, logging) })
            try await opening.begin()
            try await withRunner(setup, logging) { runner in
                let engine = hasNoScheduler ? nil : try TaskEngine(setup, store: store, runner: runner, logging)
                let presence = ReplicaPresence(
                    store: store, name: setup.scheduler.worker, version: Version.text, runsTasks: !hasNoScheduler,
                    logger: logging.logger, metrics: metrics)
                let start = CommandRun.now()
                do throws(PanelServerError) {
                    let dashboard = hasNoDashboard ? nil : setup.dashboard(services, keys)
                    let server = try PanelServer(
                        options: setup.options, services: services, keys: keys, logger: logging.logger,
                        metrics: metrics, document: OpenAPIDocument.value(serverURL: setup.options.publicURL),
                        now: CommandRun.now, schedulerTick: { engine.map { $0.scheduler.lastTick ?? start } },
                        pages: dashboard)
                    try await server.run(beside: [opening, presence] + (engine?.services ?? [])) { port in
                        await greet(setup, port: port, keys, logging)
                    }
                } catch {
                    if let failure = opening.failure { throw failure }
                    throw CommandError(.serverFailed, error.message, help: error.help, status: .error)
                }
            }
            logging.announce("stopped")
        }
    }

    /// Runs `body` with what tasks are run with, and says what that is.
    private func withRunner(
        _ setup: ServerSetup, _ logging: ServerLogging, _ body: (any TaskRunner) async throws -> Void
    ) async throws {
        if hasNoScheduler { return try await body(AbsentRunner(reason: "this server runs no tasks")) }
        guard let panel = setup.runnerPanel else {
            if dryRunner {
                logging.announce("dry run: what tasks would do is recorded, and nothing is done")
                return try await body(DryRunner(client: nil, clock: .system))
            }
            logging.announce("no panel to run tasks on: runs are recorded as skipped (--client-api names one)")
            return try await body(
                AbsentRunner(reason: "no panel is configured to run tasks on: start `phoenix serve` with --client-api"))
        }
        let purpose = dryRunner ? "dry run: tasks are planned on" : "tasks are run on"
        try await panel.withClient { client in
            // The API is served meanwhile, however long the panel takes to answer.
            async let _ = Self.say(purpose, panel, client, logging)
            let runner: any TaskRunner =
                dryRunner
                ? DryRunner(client: client, clock: .system) : PanelTaskRunner(client: client, clock: .system)
            try await body(runner)
        }
    }

    /// A panel that does not answer now may answer later, so that the server goes on.
    private static func say(
        _ purpose: String, _ panel: RunnerPanel, _ client: ClientAPI, _ logging: ServerLogging
    ) async {
        do throws(ClientAPIError) {
            let servers = try await client.check().serverCount.map { ", \(Plural.text($0, "server"))" } ?? ""
            logging.announce("\(purpose) \(panel.address)\(servers)")
        } catch {
            // A server that stops needs no answer any more.
            if Task.isCancelled { return }
            logging.announce("warning: tasks cannot be run on \(panel.address) now: \(error)")
        }
    }

    /// Says where the server is, what it serves, and how to get in when nobody can.
    private func greet(_ setup: ServerSetup, port: Int, _ keys: KeyRing, _ logging: ServerLogging) async {
        let address = "\(setup.scheme)://\(setup.address.text(port: port))"
        logging.announce("listening on \(address)")
        if !hasNoDashboard { logging.announce("dashboard: \(setup.options.publicURL ?? address)/") }
        logging.announce("store: \(setup.store.text)")
        await sayHowToGetIn(setup, keys, logging)
    }

    private func sayHowToGetIn(_ setup: ServerSetup, _ keys: KeyRing, _ logging: ServerLogging) async {
        guard let all = try? await keys.all(), all.isEmpty else { return }
        let permissions = Permission.allCases.map { "--permission \($0.rawValue)" }.joined(separator: " ")
        logging.announce(
            """
            there is no key yet; create one in another terminal:
              phoenix keys create --name admin \(permissions) --store \(setup.store.text)
            """)
    }
}
