import PhoenixModel

/// What the command of a line of a crontab does to a game server, as steps of a panel.
struct CrontabCommand {
    /// Why a line cannot be taken over.
    struct Refusal: Error {
        let reason: String
    }

    /// As `ScheduleRules.steps` has them.
    private(set) var steps: [Value] = []
    /// The server that calls of the API name.
    private(set) var server: String?
    private(set) var changed: [String] = []
    private(set) var dropped: [String] = []
    private var gap: Int64 = 0

    mutating func read(_ command: String) throws(Refusal) {
        // A percent sign ends the command; what follows it is its input.
        let parts = Self.splitAtPercent(command)
        if parts.count > 1 { dropped.append("the input behind '%'") }
        guard let commands = ShellWords.commands(parts[0]) else {
            throw Refusal(reason: "it uses pipes, the background, or quotes that do not end")
        }
        for words in commands { try read(words) }
        if steps.isEmpty { throw Refusal(reason: "it does nothing to a server") }
        guard steps.count <= ScheduleRules.stepLimit else {
            throw Refusal(
                reason: "it does \(steps.count) things, and a schedule has at most \(ScheduleRules.stepLimit)")
        }
    }

    private static func splitAtPercent(_ command: String) -> [String] {
        var parts = [""]
        var rest = Substring(command)
        while let character = rest.popFirst() {
            if character == "\\", rest.first == "%" {
                parts[parts.count - 1].append(rest.removeFirst())
            } else if character == "%" {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }

    private mutating func read(_ words: [String]) throws(Refusal) {
        var words = withoutRedirections(words)
        if words.first.map(Self.program) == "sudo" {
            words.removeFirst()
            if words.first == "-u" { words.removeFirst(min(2, words.count)) }
        }
        guard let first = words.first else { return }
        let arguments = Array(words.dropFirst())
        switch Self.program(first) {
        case "sleep": try wait(arguments)
        case "curl", "wget": try call(arguments)
        case "screen": try screen(arguments)
        case "tmux": try tmux(arguments)
        case "mcrcon": try rcon(arguments, valued: ["-H", "-P", "-p", "-w"])
        case "rcon-cli", "rcon":
            try rcon(arguments, valued: ["--host", "--port", "--password", "-a", "-p", "-H", "-P"], joined: true)
        case "docker": try docker(arguments)
        case "echo", "true", ":", "cd", "set": break
        case let name:
            throw Refusal(reason: "it runs '\(name.prefix(40))', and nobody knows what that does to a server")
        }
    }

    private static func program(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

    private mutating func withoutRedirections(_ words: [String]) -> [String] {
        var kept: [String] = []
        var skipsNext = false
        for word in words {
            if skipsNext {
                skipsNext = false
                continue
            }
            let target = word.drop { ("0"..."9").contains($0) || $0 == "&" }
            guard target.hasPrefix(">") || target.hasPrefix("<") else {
                kept.append(word)
                continue
            }
            skipsNext = target.allSatisfy { $0 == ">" || $0 == "<" }
        }
        if kept.count < words.count { dropped.append("where the output goes") }
        return kept
    }

    private mutating func add(_ action: ScheduleRules.StepAction, _ payload: String) throws(Refusal) {
        guard !payload.contains("$"), !payload.contains("`") else {
            throw Refusal(reason: "it puts a variable of the shell into what it sends")
        }
        guard gap <= ScheduleRules.longestGap else {
            throw Refusal(reason: "it sleeps \(DurationText.text(gap)), and panels wait at most 15m between two steps")
        }
        steps.append([
            "action": .string(action.rawValue), "payload": .string(String(payload.trimmed())), "offset": .integer(gap),
            "continue_on_failure": false,
        ])
        gap = 0
    }

    private mutating func wait(_ arguments: [String]) throws(Refusal) {
        guard arguments.count == 1, let seconds = DurationText.seconds(arguments[0]) else {
            throw Refusal(reason: "it sleeps for a time that cannot be read")
        }
        gap += min(seconds, 1_000_000)
    }

    // MARK: The API of a panel

    private mutating func call(_ arguments: [String]) throws(Refusal) {
        let marker = "/api/client/servers/"
        guard let url = arguments.first(where: { $0.contains(marker) }), let range = url.firstRange(of: marker) else {
            throw Refusal(reason: "it calls an address that is not of a panel's Client API")
        }
        let path = url[range.upperBound...].split(separator: "/").map { String($0) }
        guard path.count == 2, path[0].utf8.allSatisfy(ShellWords.isWordByte) else {
            throw Refusal(reason: "it calls an address of the panel that no step of a schedule stands for")
        }
        if let server, server != path[0] { throw Refusal(reason: "it acts on several servers") }
        server = path[0]
        let body = Self.body(of: arguments)
        switch path[1].split(separator: "?").first {
        case "power":
            guard let signal = body["signal"]?.plainText, ScheduleRules.powerSignals.contains(signal) else {
                throw Refusal(reason: "it sends a power signal that cannot be read")
            }
            try add(.power, signal)
        case "command":
            guard let command = body["command"]?.plainText, !command.trimmed().isEmpty else {
                throw Refusal(reason: "it sends a command that cannot be read")
            }
            try add(.command, command)
        case "backups":
            if body["name"] != nil { dropped.append("the name of the backup, which scheduled ones do not have") }
            try add(.backup, body["ignored"]?.plainText ?? "")
        default: throw Refusal(reason: "it calls an address of the panel that no step of a schedule stands for")
        }
        if !dropped.contains(Self.droppedKey) { dropped.append(Self.droppedKey) }
    }

    private static let droppedKey = "the API key, which a schedule of the panel does not need"

    /// What is sent, as JSON or as a form.
    private static func body(of arguments: [String]) -> ValueMap {
        let flags = ["-d", "--data", "--data-raw", "--data-binary", "--json", "--post-data", "--body-data"]
        var texts: [String] = []
        for (index, argument) in arguments.enumerated() {
            if flags.contains(argument), index + 1 < arguments.count { texts.append(arguments[index + 1]) }
            for flag in flags where argument.hasPrefix("\(flag)=") {
                texts.append(String(argument.dropFirst(flag.count + 1)))
            }
        }
        for text in texts {
            if case .map(let map)? = try? Value(json: text) { return map }
            let pairs = text.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map { String($0) } }
            if !pairs.isEmpty, pairs.allSatisfy({ $0.count == 2 }) {
                return ValueMap(pairs.map { ($0[0], Value.string($0[1].replacing("+", with: " "))) })
            }
        }
        return [:]
    }

    // MARK: Consoles

    private mutating func screen(_ arguments: [String]) throws(Refusal) {
        guard let index = arguments.firstIndex(where: { $0 == "stuff" || $0 == "eval" }), index + 1 < arguments.count
        else {
            throw Refusal(reason: "it uses screen for something other than sending a command")
        }
        for argument in arguments[(index + 1)...] {
            var text = argument
            if text.hasPrefix("stuff ") { text = String(text.dropFirst(6)).filter { $0 != "\"" && $0 != "'" } }
            try console(text)
        }
    }

    private mutating func tmux(_ arguments: [String]) throws(Refusal) {
        guard let first = arguments.first, first == "send-keys" || first == "send" else {
            throw Refusal(reason: "it uses tmux for something other than sending a command")
        }
        var words: [String] = []
        var skipsNext = false
        for argument in arguments.dropFirst() {
            if skipsNext {
                skipsNext = false
            } else if argument == "-t" {
                skipsNext = true
            } else if argument != "-l" {
                words.append(argument)
            }
        }
        while let last = words.last, ["Enter", "C-m", "ENTER"].contains(last) { words.removeLast() }
        try console(words.joined(separator: " "))
    }

    private mutating func docker(_ arguments: [String]) throws(Refusal) {
        guard arguments.first == "exec", let index = arguments.firstIndex(of: "rcon-cli") else {
            throw Refusal(reason: "it uses docker for something other than sending a command")
        }
        try rcon(Array(arguments[(index + 1)...]), valued: [], joined: true)
    }

    private mutating func rcon(_ arguments: [String], valued: [String], joined: Bool = false) throws(Refusal) {
        var words: [String] = []
        var skipsNext = false
        for argument in arguments {
            if skipsNext {
                skipsNext = false
            } else if valued.contains(argument) {
                skipsNext = true
            } else if !argument.hasPrefix("-") || !words.isEmpty {
                words.append(argument)
            }
        }
        for command in joined ? [words.joined(separator: " ")] : words { try console(command) }
    }

    private mutating func console(_ text: String) throws(Refusal) {
        var text = text
        for end in ["^M", "\\n", "\\r", "\\015", "\\012", "$(printf \\r)", "`printf \\r`", "\r", "\n"] {
            while text.hasSuffix(end) { text.removeLast(end.count) }
        }
        if text.trimmed().isEmpty { throw Refusal(reason: "it sends a command that cannot be read") }
        let note = "it is for the servers of --servers: the line does not name a server of the panel"
        if !changed.contains(note) { changed.append(note) }
        try add(.command, text)
    }
}
