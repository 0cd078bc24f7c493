import ArgumentParser
import Calendar
import Cron
import Diagnostics
import Manifests
import PhoenixModel
import Reporting

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "Show when tasks start, and where they pile up.",
        discussion: """
            With -f, shows the tasks of the files, and needs no panel; with -f and --panel, --store or --context, also \
            the panel's tasks that the files do not declare. Without -f, shows the tasks of the panel. With a Client API \
            it shows the schedules that the panel runs on its servers, too: each step at the time at which it really \
            starts. What is off is left out.

            Example:
              phoenix calendar -f manifests/
              phoenix calendar -f manifests/ --load --zone Europe/Berlin
              phoenix calendar --for 7d --collisions 4
              phoenix calendar -f s.yaml --client-api https://panel.example.com --load
              phoenix calendar -f manifests/ --advise --move nightly-backup --within 15m
            """)

    @Option(name: .file, help: .manifestPath, completion: .manifests)
    var files: [String] = []

    @OptionGroup var layers: ValueOptions

    @Option(
        help: ArgumentHelp(
            "When to begin: 2026-11-24T02:00:00Z, or a date; now by default.", valueName: "time"))
    var from: StartMoment?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "How far to look: 12h, 7d, 4w. 24h by default, 7d for anything but the agenda.", valueName: "length"))
    var length: Lifetime?

    @Option(help: ArgumentHelp("The time zone to show: an IANA name.", valueName: "zone"), completion: .zones)
    var zone = "UTC"

    @Flag(help: "Show the worst minutes, and the starts of each hour of the week.")
    var load = false

    @Option(help: ArgumentHelp("Show the minutes with more starts than this, and what starts.", valueName: "count"))
    var collisions: Int?

    @Flag(help: "Propose other minutes for tasks with H, so that fewer tasks start at once, as a patch of the files.")
    var advise = false

    @Option(
        help: ArgumentHelp(
            "A task with a fixed time that --advise may move too, within its hour; repeatable.", valueName: "key"),
        completion: .keys)
    var move: [String] = []

    @Option(help: ArgumentHelp("How far --move may move a task; 30m by default.", valueName: "length"))
    var within: Lifetime?

    @Flag(help: "Write what --advise proposes into the files.")
    var write = false

    @Option(
        help: ArgumentHelp(
            "How many starts or minutes to show; by default 100, of the worst minutes 10.", valueName: "count"))
    var limit: Int?

    @Option(name: [.customShort("o"), .customLong("output")], help: "How to show it.")
    var outputFormat: Format = .text

    @OptionGroup var panel: PanelOptions
    @OptionGroup var runner: RunnerOptions
    @OptionGroup var output: OutputOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func validate() throws {
        if files.contains("") { throw ValidationError("-f has an empty path.") }
        if [load, collisions != nil, advise].filter({ $0 }).count > 1 {
            throw ValidationError("Give one of --load, --collisions and --advise.")
        }
        if !advise, write || !move.isEmpty { throw ValidationError("--move and --write need --advise.") }
        if move.isEmpty, within != nil { throw ValidationError("--within needs --move KEY.") }
        if let within, within.seconds >= 3_600 { throw ValidationError("--within must be less than 1h.") }
        if write, files.isEmpty || files.contains("-") {
            throw ValidationError("--write rewrites files, so it needs -f with files.")
        }
        if let collisions, !(0...1_000_000).contains(collisions) {
            throw ValidationError("--collisions must be from 0 to 1000000, not \(collisions).")
        }
        if let limit, !(1...1_000_000).contains(limit) {
            throw ValidationError("--limit must be from 1 to 1000000, not \(limit).")
        }
        if let length, length.seconds > Int64(CalendarWindow.longest) * 60 {
            throw ValidationError("--for must be at most \(CalendarWindow.longest / 1_440)d.")
        }
    }

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let zone = try ZoneDatabase.system.shown(zone)
            let found = try await tasks(run, zone)
            let minutes = (length?.seconds ?? (isAgenda ? 86_400 : 7 * 86_400)) / 60
            let window = CalendarWindow(from: start(run, zone), minutes: Int(minutes))
            if advise { return try await advise(found, in: window, zone, on: run) }
            run.console.result(show(found, in: window, zone, run.console.style))
        }
    }

    private var arguments: ManifestArguments {
        ManifestArguments(files: files, values: layers.values, settings: layers.set)
    }

    private var isAgenda: Bool { !load && collisions == nil && !advise }

    private func advise(
        _ found: CalendarTasks, in window: CalendarWindow, _ zone: TimeZoneRules, on run: CommandRun
    ) async throws {
        let distance = Int((within?.seconds ?? 1_800) / 60)
        let advised = try await CalendarAdvice(
            for: found, in: window, run.inputs(arguments), moving: move, within: distance, on: run)
        if write { try advised.write(on: run) }
        switch outputFormat {
        case .json:
            let json = CalendarJSON(of: advised.tasks, in: window, zone: zone, hasDurations: found.hasDurations)
            run.console.result(["data": json.value(advised.advice, patch: advised.patch)])
        case .text:
            run.console.result(AdviceText(of: advised.tasks, style: run.console.style).render(advised.advice))
            if !write, !advised.patch.isEmpty { run.console.result("\n" + advised.patch) }
            for note in advised.notes { run.console.note(TerminalText.escaped(note)) }
        }
    }

    /// The next full minute: what has begun already is not shown.
    private func start(_ run: CommandRun, _ zone: TimeZoneRules) -> Int64 {
        (from?.seconds(in: zone) ?? run.now().seconds) + 59
    }

    private func show(
        _ found: CalendarTasks, in window: CalendarWindow, _ zone: TimeZoneRules, _ style: TextStyle
    ) -> String {
        let tasks = found.tasks
        let json = CalendarJSON(of: tasks, in: window, zone: zone, hasDurations: found.hasDurations)
        func document(_ value: Value) -> String { Value.map(["data": value]).prettyJSONText() + "\n" }
        if isAgenda {
            let agenda = Agenda(of: tasks, in: window, limit: limit ?? 100)
            return outputFormat == .json
                ? document(json.value(agenda))
                : AgendaText(of: tasks, in: window, zone: zone, style: style).render(agenda)
        }
        let load = StartLoad(of: tasks, in: window)
        let nodes = NodeLoad(of: self.load ? tasks : [], in: window)
        if let collisions {
            let count = limit ?? 100
            return outputFormat == .json
                ? document(json.collisions(load, above: collisions, count: count))
                : CollisionText(of: tasks, zone: zone, style: style).render(load, above: collisions, count: count)
        }
        return outputFormat == .json
            ? document(json.value(load, nodes, worst: limit ?? 10))
            : LoadText(of: tasks, zone: zone, hasDurations: found.hasDurations, style: style)
                .render(load, nodes, worst: limit ?? 10)
    }

    private func tasks(_ run: CommandRun, _ zone: TimeZoneRules) async throws -> CalendarTasks {
        var manifests: CalendarTasks.Manifests?
        if !files.isEmpty {
            let loaded = try await run.load(arguments)
            manifests = CalendarTasks.Manifests(desired: loaded.desired, sources: loaded.sources)
        }
        let needs = try CalendarTargets(panel, runner, hasFiles: !files.isEmpty, on: run).needs
        guard needs.services || needs.schedules else {
            return calendar(CalendarTasks(manifests, nil, .init(), zones: .system), nil, zone, on: run)
        }
        let flags = CommandRun.TargetFlags(panel: panel.flags(), runner: runner)
        return try await run.withTargets(flags, needs) { targets in
            let services = try await targets.services?.openReader()
            var experience = CalendarTasks.Experience()
            if let services { experience = try await self.experience(on: services, run) }
            let tasks = CalendarTasks(manifests, try await services?.readAll(), experience, zones: .system)
            var schedules: CalendarSchedules.Panel?
            if let panel = targets.schedules {
                let servers = try await panel.servers()
                schedules = .init(servers: servers, live: try await panel.readSchedules(of: servers))
            }
            return calendar(tasks, schedules, zone, on: run)
        }
    }

    private func calendar(
        _ tasks: CalendarTasks, _ panel: CalendarSchedules.Panel?, _ zone: TimeZoneRules, on run: CommandRun
    ) -> CalendarTasks {
        let schedules = CalendarSchedules(tasks.manifests?.desired, panel, zone: zone, zones: .system)
        for note in schedules.notes { run.console.note(TerminalText.escaped(note)) }
        var tasks = tasks
        tasks.add(schedules.tasks)
        return tasks
    }

    /// Nothing where the panel keeps no runs.
    private func experience(
        on panel: any PanelRunReader, _ run: CommandRun
    ) async throws -> CalendarTasks.Experience {
        guard load else { return CalendarTasks.Experience() }
        do {
            return try await panel.experience()
        } catch {
            run.console.note("how long tasks take is not known: \(error.message)")
            return CalendarTasks.Experience()
        }
    }
}

extension ZoneDatabase {
    /// The zone that an option names.
    func shown(_ name: String) throws(CommandError) -> TimeZoneRules {
        do throws(ZoneError) {
            return try zone(named: name)
        } catch {
            throw CommandError(
                .unknownTimeZone, error.message, help: error.suggestion.map { "did you mean \($0)?" } ?? error.help)
        }
    }
}
