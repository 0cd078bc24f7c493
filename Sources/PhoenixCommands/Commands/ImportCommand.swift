import ArgumentParser
import Diagnostics
import Files
import Manifests
import PhoenixModel
import Reporting

/// What wrote the files that are imported.
enum ImportSource: String, CaseIterable, ExpressibleByArgument {
    case pelican, crontab
}

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read schedules of Pelican or a crontab into a manifest.",
        discussion: """
            The manifest goes to standard output. What was kept, changed and dropped of each schedule is said on \
            standard error, and stands in the manifest as comments. Of a crontab, lines are taken over that call a panel's \
            Client API or send commands to a console by screen, tmux or RCON.

            Example:
              phoenix import schedule-restart.json --servers all > schedules.yaml
              crontab -l | phoenix import --from crontab - --servers name:survival --timezone Europe/Berlin
            """)

    @Argument(help: ArgumentHelp("The files, or - for standard input.", valueName: "file"), completion: .file())
    var files: [String]

    @Option(help: "What wrote the files.")
    var from: ImportSource = .pelican

    @Option(
        help: ArgumentHelp(
            "The servers that the schedules are for: all, name:GLOB, node:NAME, an identifier or a uuid; repeatable.",
            valueName: "selector"))
    var servers: [String] = []

    @Option(help: ArgumentHelp("The time zone of the machine of a crontab.", valueName: "zone"))
    var timezone: String?

    @Option(help: ArgumentHelp("The project of the manifest.", valueName: "name"))
    var project = "default"

    @Option(
        help: ArgumentHelp("Write the manifest into this file instead of standard output.", valueName: "file"),
        completion: .file())
    var to: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if files.isEmpty { throw ValidationError("Missing expected argument '<file>'") }
        if files.contains("") { throw ValidationError("A file has an empty path.") }
        if servers.isEmpty {
            throw ValidationError(
                "--servers is needed: the files do not say for which servers of the panel they are, such as --servers all."
            )
        }
        if timezone != nil, from != .crontab {
            throw ValidationError("--timezone is for --from crontab: Pelican runs schedules in UTC.")
        }
    }

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            try CommandError.refuseUnlessValid(project: project)
            let files = try self.files.map { (place: $0 == "-" ? "<stdin>" : $0, text: try Self.text(of: $0)) }
            let imported =
                switch from {
                case .pelican: ScheduleImport(pelican: files, project: project, servers: servers)
                case .crontab:
                    ScheduleImport(crontabs: files, timezone: timezone, project: project, servers: servers)
                }
            run.console.note(ConversionText(imported.items, verb: "taken over").text)
            guard let to else { return run.console.result(imported.document) }
            try run.write(Array(imported.document.utf8), to: to, with: FileWriting.create)
            run.console.note("wrote \(to)")
        }
    }

    private static func text(of path: String) throws -> String {
        if path == "-" {
            guard case .success(let bytes) = StandardInput.readAll() else {
                throw CommandError(.fileUnreadable, "standard input cannot be read", status: .error)
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        switch FileBytes.read(path, limit: 64 << 20) {
        case .success(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .failure(let problem):
            throw CommandError(
                problem.isAbsence ? .fileNotFound : .fileUnreadable, "\(path) cannot be read: \(problem.reason)",
                status: .error)
        }
    }
}
