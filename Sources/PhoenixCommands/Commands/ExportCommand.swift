import ArgumentParser
import Cron
import Diagnostics
import Files
import Glibc
import Manifests
import PhoenixModel
import Reporting

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write what a project owns on the panel as manifests.",
        discussion: """
            A plan of the exported files is empty. --schedules writes the schedules that the panel itself runs on its \
            servers; those that are alike on several servers are one entry. With --format pelican they are the files that \
            Pelican imports, a file for each different schedule, and with -f those of manifests; what was kept, changed and \
            dropped of each is said on standard error. Secrets are never written: each becomes a reference to an \
            environment variable, and a comment lists them.

            Example:
              phoenix export --project skyblock --to manifests/
              phoenix export --foreign
              phoenix export --schedules --foreign --servers 'name:lobby*'
              phoenix export -f schedules.yaml --format pelican --to pelican/
              phoenix export --schedules --foreign --format pelican --to pelican/
            """)

    @Option(help: ArgumentHelp("The project; optional if only one project owns objects.", valueName: "name"))
    var project: String?

    @Option(
        help: ArgumentHelp("Write files into this folder instead of standard output.", valueName: "folder"),
        completion: .directory)
    var to: String?

    @Flag(help: "Also write the tasks that no project owns; --adopt takes them over.")
    var foreign = false

    @Option(
        name: .file,
        help: ArgumentHelp("Manifests whose schedules --format pelican writes; repeatable.", valueName: "path"),
        completion: .manifests)
    var files: [String] = []

    @Flag(help: "Write the schedules that the panel runs itself; this needs a Client API.")
    var schedules = false

    @Option(
        help: ArgumentHelp(
            "Of schedules: only of these servers, as manifests name them; repeatable.", valueName: "selector"))
    var servers: [String] = []

    @Option(
        help: ArgumentHelp("Of schedules: the zone of the panel, where it is not UTC.", valueName: "zone"),
        completion: .zones)
    var zone: String?

    @OptionGroup var layers: ValueOptions
    @OptionGroup var panel: PanelOptions
    @OptionGroup var runner: RunnerOptions
    @OptionGroup var output: ExportOutputOptions

    func validate() throws {
        if files.contains("") { throw ValidationError("-f has an empty path.") }
        if output.format != .pelican, !files.isEmpty { throw ValidationError("-f needs --format pelican.") }
        if !schedules, !servers.isEmpty || zone != nil {
            throw ValidationError("--servers and --zone need --schedules.")
        }
        guard output.format == .pelican else { return }
        if files.isEmpty != schedules {
            throw ValidationError(
                "--format pelican needs one of -f with manifests, and --schedules for those of a panel.")
        }
        if to == nil { throw ValidationError("--format pelican needs --to: each schedule is a file of its own.") }
    }

    func run() async throws {
        let run = CommandRun(output.options)
        if schedules { return try await run.perform { try await exportSchedules(run) } }
        if output.format == .pelican { return try await run.perform { try await exportManifests(run) } }
        try await run.performOnPanel(panel.flags()) { access in
            let live = try await access.openReader().readAll()
            let export = ManifestExport(live, project: try chooseProject(live), includesForeign: foreign)
            for object in live.objects {
                guard case .unreadable(let damage) = object.ownership else { continue }
                run.console.note(
                    "left out: '\(object.fields.name)' (id \(object.id)), whose ownership line is not reliable: "
                        + damage.reason)
            }
            guard let to else { return run.console.result(export.document) }
            try write(export.files, to: to, on: run, with: FileWriting.create)
        }
    }

    private func exportSchedules(_ run: CommandRun) async throws {
        let flags = CommandRun.TargetFlags(panel: panel.flags(), runner: runner)
        let selectors = servers
        let found = try await run.withTargets(flags, .schedules) { targets in
            try await targets.readSchedules(of: selectors)
        }
        for note in found.scheduleOmissions(includesForeign: foreign) { run.console.note(note) }
        let project = try chooseProject(found)
        let live = try panelZone(found).map { found.inZone($0) } ?? found
        if output.format == .pelican {
            return try write(PelicanExport(live, project: project, includesForeign: foreign), of: SourceMap(), on: run)
        }
        let export = ScheduleExport(live, project: project, includesForeign: foreign)
        for omission in export.omissions { run.console.note("left out: \(omission)") }
        guard let to else { return run.console.result(export.document) }
        let file = ManifestExport.File(name: "schedules.yaml", text: export.document)
        try write([file], to: to, on: run, with: FileWriting.create)
    }

    /// The zone that entries have to name; nil for UTC. No panel tells more than how far its clock is from UTC.
    private func panelZone(_ live: LiveState) throws -> String? {
        let clock = live.schedules?.clock ?? []
        guard let zone else {
            guard clock.contains(where: { $0.offset != 0 }) else { return nil }
            throw CommandError(
                .timeZoneUnsupported, "the panel does not compute schedules in UTC, and does not tell its zone",
                help: "name it with --zone, such as --zone Europe/Berlin")
        }
        let rules: TimeZoneRules
        do throws(ZoneError) {
            rules = try ZoneDatabase.system.zone(named: zone)
        } catch {
            throw CommandError(.unknownTimeZone, error.message, help: error.help)
        }
        guard clock.allSatisfy({ rules.offset(at: $0.moment.seconds) == $0.offset }) else {
            throw CommandError(
                .timeZoneUnsupported, "the panel computes schedules in another zone than \(zone)", status: .error)
        }
        return zone == "UTC" ? nil : zone
    }

    private func exportManifests(_ run: CommandRun) async throws {
        let arguments = ManifestArguments(files: files, values: layers.values, settings: layers.set)
        let (desired, _, sources) = try await run.load(arguments)
        if desired.schedules.isEmpty { run.console.note("the manifests have no schedules") }
        try write(PelicanExport(desired), of: sources, on: run)
    }

    private func write(_ export: PelicanExport, of sources: SourceMap, on run: CommandRun) throws {
        if !export.diagnostics.isEmpty { run.console.showBeside(export.diagnostics, sources: sources) }
        if !export.items.isEmpty { run.console.note(ConversionText(export.items, verb: "written").text) }
        // They are made of what there is, and written again whenever that changes.
        if let to { try write(export.files, to: to, on: run, with: FileWriting.write) }
        if !export.diagnostics.isEmpty { throw ExitStatus.error.exit }
    }

    private func write(
        _ files: [ManifestExport.File], to folder: String, on run: CommandRun,
        with write: (String, [UInt8]) throws(FileWriting.Failure) -> Void
    ) throws(CommandError) {
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
            throw CommandError(
                .outputFailed, "cannot make \(folder): \(String(cString: strerror(errno)))", status: .error)
        }
        for file in files {
            try run.write(Array(file.text.utf8), to: "\(folder)/\(file.name)", with: write)
            run.console.note("wrote \(folder)/\(file.name)")
        }
    }

    private func chooseProject(_ live: LiveState) throws(CommandError) -> String {
        let owners = Set(
            live.objects.compactMap { object -> String? in
                guard case .owned(let ownership) = object.ownership else { return nil }
                return ownership.project
            })
        if let project {
            guard KeyRule.isValid(project.utf8) else {
                throw CommandError(
                    .badKey, "'\(project)' is not a valid project name", help: "its form is \(KeyRule.pattern)")
            }
            guard owners.contains(project) || owners.isEmpty else {
                throw CommandError(
                    .severalProjects, "project '\(project)' owns nothing on this panel",
                    help: owners.sorted().closest(to: project).map { "did you mean '\($0)'?" }
                        ?? "these do: \(owners.sorted().joined(separator: ", "))", status: .error)
            }
            return project
        }
        guard owners.count <= 1 else {
            throw CommandError(
                .severalProjects, "several projects own objects here: \(owners.sorted().joined(separator: ", "))",
                help: "name one with --project")
        }
        return owners.first ?? "default"
    }
}

extension LiveState {
    /// What an export of schedules leaves out, a sentence for each.
    fileprivate func scheduleOmissions(includesForeign: Bool) -> [String] {
        var omissions = unreadableServers.sorted { $0.key < $1.key }.map { server, reason in
            "left out: the server \(GameServer.quoted(server, serverNames[server])) \(reason)"
        }
        for object in objects {
            guard case .unreadable(let damage) = object.ownership else { continue }
            omissions.append(
                "left out: '\(object.fields.name)' (id \(object.id)), whose marker is not reliable: \(damage.reason)")
        }
        let foreign = objects.count { $0.ownership == .none }
        if foreign > 0, !includesForeign {
            omissions.append(
                "left out: \(Plural.text(foreign, "schedule")) that no project owns; --foreign writes them too")
        }
        return omissions
    }

    /// The same with the zone in which the panel computes schedules.
    fileprivate func inZone(_ zone: String) -> LiveState {
        var live = LiveState(
            target: target, capabilities: capabilities,
            objects: objects.map { object in
                var object = object
                object.fields.timezone = zone
                return object
            })
        live.serverNames = serverNames
        return live
    }
}
