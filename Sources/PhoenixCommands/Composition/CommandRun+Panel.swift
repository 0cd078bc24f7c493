import Diagnostics
import Glibc
import HTTPTransport
import PanelClient
import PanelService
import PanelStore
import PanelStorePostgres
import PanelStoreSQLite
import PhoenixModel
import Settings
import WebAddresses

extension CommandRun {
    /// Runs `body` with access to the panel that options, environment and contexts name; connections to it are closed
    /// afterwards. With `allowsUnsupported`, tasks may run in UTC on a panel without time zones.
    /// - Throws: what is wrong with the settings, and what `body` throws.
    func withPanel<Result>(
        _ flags: ClientFlags, allowsUnsupported: Bool = false, _ body: (PanelAccess) async throws -> Result
    ) async throws -> Result {
        let settings = try ClientSettings(
            flags: flags, environment: { environment[$0] }, contexts: { environment.contexts })
        if isVerbose { for line in settings.lines { console.note(line) } }
        switch settings.target.value {
        case .panel(let url):
            let key = try apiKey(
                settings.key?.value ?? .environment(ClientSettings.keyVariable), isSharedFile: flags.isKeyFileShared)
            return try await withRemotePanel(url, key, settings, allowsUnsupported: allowsUnsupported, body)
        case .store(let text):
            return try await body(access(StoreLocation(text, home: environment.nonEmpty("HOME")), settings))
        case .standardStore: return try await body(access(.standard(environment), settings))
        }
    }

    private func access(_ location: StoreLocation, _ settings: ClientSettings) -> PanelAccess {
        let parallelism =
            settings.parallelism.origin == .standard ? location.parallelism : settings.parallelism.value
        return PanelAccess(
            parallelism: parallelism, isThere: location.exists, open: { try await openPanel(location, for: .writing) },
            examination: .store(location), settings: settings.lines,
            openReader: { try await openReader(location) },
            target: TargetNames(settings.target, contexts: { [environment] in environment.contexts }))
    }

    private func withRemotePanel<Result>(
        _ url: String, _ key: BearerToken, _ settings: ClientSettings, allowsUnsupported: Bool,
        _ body: (PanelAccess) async throws -> Result
    ) async throws -> Result {
        var options = PanelClientOptions(version: Version.text)
        options.transport.requestTimeout = .seconds(settings.timeout.value)
        options.transport.connections = settings.parallelism.value
        options.transport.caFile = settings.caFile?.value
        options.allowsUnsupported = allowsUnsupported
        try options.useProxies(of: environment.proxyVariables)
        return try await HTTPPanel.withPanel(at: APIAddress(panel: url), key: key, options: options) {
            panel in
            try await body(
                PanelAccess(
                    parallelism: settings.parallelism.value, isThere: true, open: { panel },
                    examination: .remote(panel), settings: settings.lines, openReader: { panel },
                    target: TargetNames(settings.target, contexts: { [environment] in environment.contexts })))
        }
    }

    private func apiKey(_ source: KeySource, isSharedFile: Bool) throws -> BearerToken {
        do throws(KeyProblem) {
            return try source.key(isSharedFile: isSharedFile, environment: { environment[$0] })
        } catch {
            throw CommandError(error.diagnostic, status: .error)
        }
    }

    /// Opens the embedded panel on a store.
    private func openPanel(_ location: StoreLocation, for mode: StoreMode) async throws -> EmbeddedPanel {
        panel(try await openStore(location, for: mode), location)
    }

    /// Opens the embedded panel for reading alone; one that is not there yet is as a new store has it.
    private func openReader(_ location: StoreLocation) async throws -> EmbeddedPanel {
        if location.canBeMade { return newPanel(location) }
        do {
            return try await openPanel(location, for: .reading)
        } catch let error as PanelError where error.code == .store(.missing) {
            guard case .postgres = location else { throw error }
            return newPanel(location)
        }
    }

    /// The embedded panel as a new store has it, in memory.
    private func newPanel(_ location: StoreLocation) -> EmbeddedPanel {
        panel(InMemoryPanelStore(clock: Self.now), location)
    }

    private func panel(_ store: any PanelStore, _ location: StoreLocation) -> EmbeddedPanel {
        EmbeddedPanel(
            name: location.targetName, services: ServiceOperations(store: store, now: Self.now))
    }

    /// Opens a store that must be there.
    func openExistingStore(_ location: StoreLocation, for mode: StoreMode) async throws -> any PanelStore {
        guard location.exists else {
            throw CommandError(
                .storeUnavailable, "there is no store at \(location.text)",
                help: "'phoenix serve' and 'phoenix keys create' create one", status: .error)
        }
        return try await openStore(location, for: mode)
    }

    /// Opens a store; for writing, makes it where there is none. A store that nobody named has its folder made then.
    func openStore(_ location: StoreLocation, for mode: StoreMode) async throws -> any PanelStore {
        switch location {
        case .sqlite(let path, let isDefault):
            if isDefault, mode != .reading { makeFolder(of: path) }
            do {
                return try await SQLitePanelStore.open(path: path, for: mode, clock: Self.now)
            } catch {
                throw PanelError(.store(error.fault), error.message, help: error.help)
            }
        case .postgres(let location):
            do {
                return try await PostgresPanelStore.open(location: location, for: mode)
            } catch {
                throw PanelError(.store(error.fault), error.message, help: error.help)
            }
        }
    }

    /// A store to serve, which is open, or is opened when its server can be reached.
    func servedStore(_ location: StoreLocation) async throws -> ServedStore {
        guard case .postgres(let location) = location else {
            return ServedStore(store: try await openStore(location, for: .writing))
        }
        let store = PostgresPanelStore(at: location)
        return ServedStore(store: store) { () throws(PanelStoreError) in try await store.open() }
    }

    /// The time of day.
    static let now: @Sendable () -> Timestamp = { Timestamp(seconds: Int64(time(nil))) }

    /// Makes the folders above a path; what cannot be made shows when the store is opened.
    private func makeFolder(of path: String) {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        var folder = ""
        for name in names {
            folder += "\(name)/"
            mkdir(folder, 0o700)
        }
    }
}

extension StoreLocation {
    /// How many requests of one command its store serves best at once.
    fileprivate var parallelism: Int {
        switch self {
        // Writers share their commits, so more of them are faster.
        case .sqlite: 64
        // Each of them needs a connection.
        case .postgres: 8
        }
    }
}

extension Environment {
    /// Those that name proxies, as curl knows them.
    var proxyVariables: [String: String] {
        let names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"]
        var variables: [String: String] = [:]
        for name in names + names.map({ $0.lowercased() }) { variables[name] = self[name] }
        return variables
    }
}
