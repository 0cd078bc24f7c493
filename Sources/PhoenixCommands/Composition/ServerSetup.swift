import Diagnostics
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import Scheduling
import Settings
import WebAddresses

/// What a server is to do, from options, environment and configuration file, in this order.
struct ServerSetup: Sendable {
    let address: ListenAddress
    let store: StoreLocation
    let services: [SystemServiceSpec]
    let options: PanelServerOptions
    let scheduler: Scheduling.SchedulerSettings
    /// Private networks that messages may be sent to.
    let allowedNetworks: [IPNetwork]
    /// Where tasks are run; nil where nothing says it.
    let runnerPanel: RunnerPanel?

    var scheme: String { options.tls == nil ? "http" : "https" }

    /// Shows what is wrong with the configuration file and ends the run then.
    init(_ command: ServeCommand, _ run: CommandRun) throws {
        let settings = try Self.settings(command.config, run)
        address = try ListenAddress(command.listen ?? settings?.listen?.value ?? "127.0.0.1:8088")
        if command.store.isNamed(run.environment) {
            store = try command.store.location(run.environment)
        } else if let text = settings?.store?.value {
            store = try StoreLocation(text, home: run.environment.nonEmpty("HOME"))
        } else {
            store = try command.store.location(run.environment)
        }
        runnerPanel = try RunnerPanel(command.runner, settings, run)
        allowedNetworks = settings?.allowedNetworks ?? []
        var scheduler = Scheduling.SchedulerSettings(worker: WorkerName.make(command.replica))
        if let settings { scheduler.take(settings.scheduler) }
        self.scheduler = scheduler
        services = settings?.services.map(SystemServiceSpec.init) ?? []
        var options = PanelServerOptions(host: address.host, port: address.port)
        if let certificate = command.tlsCertificate, let key = command.tlsKey {
            options.tls = (certificate, key)
        } else if let files = settings?.tls {
            options.tls = (files.certificate.value, files.key.value)
        }
        if let problem = command.publicURL.flatMap({ PanelURL.problem(in: $0) }) {
            throw CommandError.unusablePublicURL(problem)
        }
        options.publicURL = command.publicURL ?? settings?.publicURL?.value
        if let limits = settings?.limits { options.take(limits) }
        options.logsRequests = command.accessLog
        guard options.tls != nil || command.insecure || address.isLoopback else {
            throw CommandError.plainText(address)
        }
        self.options = options
    }

    private static func settings(_ path: String?, _ run: CommandRun) throws -> ServerSettings? {
        guard let path else { return nil }
        let environment = run.environment
        let settings = ServerSettings(
            reading: path, home: environment.nonEmpty("HOME"), environment: { environment[$0] },
            known: SystemServices.known)
        guard settings.diagnostics.hasErrors else {
            if !settings.diagnostics.isEmpty { run.console.showBeside(settings.diagnostics, sources: settings.sources) }
            return settings
        }
        run.console.show(settings.diagnostics, sources: settings.sources)
        throw ExitStatus.error.exit
    }
}

extension SystemServices {
    /// Those that every store has, as configurations may name them.
    fileprivate static var known: [KnownSystemService] {
        let records = initial(at: Timestamp(seconds: 0))
        return records.map { record in
            KnownSystemService(
                name: record.name, kind: record.systemKind ?? "",
                dependencies: records.filter { record.dependsOn.contains($0.id) }.map(\.name))
        }
    }
}

extension SystemServiceSpec {
    init(_ settings: SystemServiceSettings) {
        self.init(name: settings.name.value, kind: settings.kind)
        description = settings.description
        isCritical = settings.isCritical
        dependencies = settings.dependencies?.map(\.value)
        config = settings.config
    }
}

extension PanelServerOptions {
    fileprivate mutating func take(_ limits: ServerLimits) {
        if let count = limits.requestsPerMinute { requestsPerMinute = count }
        if let count = limits.failedLoginsPerMinute { failedLoginsPerMinute = count }
        if let count = limits.bodyBytes { bodyBytes = count }
        if let count = limits.headerBytes { headerBytes = count }
        if let seconds = limits.requestSeconds { requestTime = .seconds(seconds) }
        if let seconds = limits.responseSeconds { responseTime = .seconds(seconds) }
        if let seconds = limits.idleSeconds { idleTime = .seconds(seconds) }
        if let count = limits.connections { connections = count }
    }
}

extension Scheduling.SchedulerSettings {
    fileprivate mutating func take(_ settings: Settings.SchedulerSettings) {
        if let seconds = settings.graceSeconds { grace = Int64(seconds) }
        if let count = settings.catchUpsPerMinute { catchUpsPerMinute = count }
        if let count = settings.runs { limits.runs = count }
        if let count = settings.stepsPerServer { limits.stepsPerServer = count }
        if let count = settings.stepsPerNode { limits.stepsPerNode = count }
        if let count = settings.backupsPerNode { limits.backupsPerNode = count }
        if let seconds = settings.leaseSeconds {
            lease = Int64(seconds)
            beat = min(beat, .seconds(seconds) / 5)
        }
        if let seconds = settings.drainSeconds { drainLimit = .seconds(seconds) }
        if let days = settings.keepDays { retention.succeeded = Int64(days) }
        if let days = settings.keepFailedDays { retention.failed = Int64(days) }
        if let count = settings.keepPerTask { retention.keptPerTask = count }
    }
}

extension CommandError {
    fileprivate static func plainText(_ address: ListenAddress) -> CommandError {
        CommandError(
            .plainTextServer, "keys and data would cross the network in plain text on \(address.host)",
            help: "give --tls-cert and --tls-key, or --insecure where a proxy in front does TLS")
    }

    fileprivate static func unusablePublicURL(_ problem: String) -> CommandError {
        CommandError(.valueOutOfRange, "--public-url \(problem)", help: "write it like https://services.example.com")
    }
}
