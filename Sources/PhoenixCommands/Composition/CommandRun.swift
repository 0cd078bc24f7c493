import ArgumentParser
import Cron
import Diagnostics
import Glibc
import Manifests
import PhoenixModel
import Planning
import Reporting
import ServicesAPI
import Settings
import Synchronization

/// What one run of a command works with: the one place where the parts are put together.
struct CommandRun: Sendable {
    let console: Console
    private(set) var environment: Environment
    let isVerbose: Bool
    private let start = ContinuousClock.now

    init(_ options: OutputOptions, environment: Environment = .process) {
        console = options.console
        self.environment = environment
        isVerbose = options.verbose
    }

    /// Runs the body of a command and says what went wrong. Every error ends here with its exit code.
    func perform(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let exit as ExitCode {
            try endOutput()
            throw exit
        } catch let error as CommandError {
            console.show([error.diagnostic])
            throw error.status.exit
        } catch let error as SettingsFailure {
            console.show(error.diagnostics, sources: error.sources)
            throw ExitStatus.usage.exit
        } catch let error as FoundErrors {
            console.show(error.diagnostics, sources: error.sources)
            throw ExitStatus.error.exit
        } catch let error as PanelError {
            console.show([Diagnostic(error)])
            throw ExitStatus.error.exit
        }
        try endOutput()
    }

    /// Runs the body of a command that works on a panel.
    func performOnPanel(
        _ flags: ClientFlags, allowsUnsupported: Bool = false, _ body: (PanelAccess) async throws -> Void
    ) async throws {
        try await perform { try await withPanel(flags, allowsUnsupported: allowsUnsupported, body) }
    }

    /// A result that could not be written must not look like a success.
    private func endOutput() throws {
        if isVerbose { console.note("took \(start.duration(to: .now).formatted)") }
        guard let message = console.output.failureMessage else { return }
        console.note("error[PHX0905]: cannot write the result: \(message)")
        throw ExitStatus.error.exit
    }

    /// Keeps a value until the process ends, which frees everything at once: to free 100,000 objects one by one takes a
    /// tenth of a plan's time.
    func keepToTheEnd(_ value: any Sendable) { Self.kept.withLock { $0.append(value) } }

    private static let kept = Mutex<[any Sendable]>([])

    func now() -> Timestamp { Self.now() }

    /// The same run without a variable of the environment.
    func without(_ variable: String) -> CommandRun {
        var run = self
        let environment = environment
        run.environment = Environment { $0 == variable ? nil : environment[$0] }
        return run
    }

    /// The day it is in UTC, as days since 1970-01-01.
    var today: Int { Int(now().seconds / 86_400) }

    var nextRuns: NextRuns { NextRuns(now: now(), zones: .system) }

    /// Reads the manifests; shows their warnings.
    /// - Throws: `FoundErrors` when there is an error among their diagnostics.
    func load(
        _ files: ManifestArguments
    ) async throws -> (desired: DesiredState, warnings: [Diagnostic], sources: SourceMap) {
        let loaded = try await loadSet(inputs(files))
        return (loaded.desired, loaded.manifests.diagnostics, loaded.manifests.sources)
    }

    /// The same with all that is known of the set.
    func loadSet(
        _ inputs: ManifestInputs, leavingOut code: DiagnosticCode? = nil
    ) async throws -> (desired: DesiredState, manifests: LoadedManifests) {
        var loaded = await loader.load(inputs)
        if let code { loaded.leaveOut(code) }
        keepToTheEnd(loaded)
        if isVerbose {
            for file in loaded.sources.files { console.note("read \(file.name), \(file.bytes.count) bytes") }
        }
        guard let desired = loaded.desired, !loaded.diagnostics.hasErrors else {
            throw FoundErrors(loaded.diagnostics, sources: loaded.sources)
        }
        if !loaded.diagnostics.isEmpty { console.showBeside(loaded.diagnostics, sources: loaded.sources) }
        return (desired, loaded)
    }

    func loadManifests(_ files: ManifestArguments) async -> LoadedManifests { await loader.load(inputs(files)) }

    var loader: ManifestLoader {
        let environment = environment
        return ManifestLoader(
            environment: { environment[$0] }, zones: .system, todayAsDay: today, ownership: DescribedOwnership())
    }

    /// Finds the files that `-f` names.
    func inputs(_ manifests: ManifestArguments) -> ManifestInputs {
        ManifestInputs(
            manifests.files, values: manifests.values, settings: manifests.settings,
            standardInput: { StandardInput.readAll() })
    }
}

extension Duration {
    /// In milliseconds, for people.
    fileprivate var formatted: String { "\(Int(self / .milliseconds(1))) ms" }
}
