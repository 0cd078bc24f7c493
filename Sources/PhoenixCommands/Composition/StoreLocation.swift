import Diagnostics
import Glibc
import PanelStorePostgres

/// Where the embedded panel keeps its data.
enum StoreLocation: Sendable, Hashable {
    /// `isDefault`: nobody named it, so its folder may be made.
    case sqlite(path: String, isDefault: Bool)
    case postgres(PostgresLocation)

    /// The text with its `sqlite:` or `postgres://`, as `--store` and `PHOENIX_STORE` have it. No shell has looked at
    /// what stands behind the colon, so `~/` is the home folder here. What is wrong with a URL is told without it: it
    /// may have a password in it.
    init(_ text: String, home: String?) throws(CommandError) {
        guard !text.isEmpty else { throw CommandError(.emptyTarget, "the store is set but empty", help: Self.help) }
        guard let colon = text.firstIndex(of: ":") else {
            throw CommandError(.noTarget, "'\(text)' is not a store", help: "did you mean sqlite:\(text)?")
        }
        let rest = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "sqlite" where !rest.isEmpty: self = .sqlite(path: try Self.path(rest, home: home), isDefault: false)
        case "sqlite": throw CommandError(.emptyTarget, "sqlite: must be followed by a path", help: Self.help)
        case "postgres", "postgresql":
            do { self = .postgres(try PostgresLocation(text)) } catch {
                throw CommandError(.noTarget, error.message, help: error.help)
            }
        default:
            // The URL of another database may have a password in it.
            let shown = text.utf8.contains(UInt8(ascii: "@")) ? "\(text[..<colon]):…" : text
            throw CommandError(.noTarget, "'\(shown)' is not a store", help: Self.help)
        }
    }

    private static func path(_ text: String, home: String?) throws(CommandError) -> String {
        if text == ":memory:" {
            throw CommandError(
                .noTarget, "a store in memory would be gone when the command ends", help: "name a file: sqlite:PATH")
        }
        if text.hasPrefix("//"), !text.hasPrefix("///") {
            let rest = text.dropFirst(2)
            throw CommandError(
                .noTarget, "'sqlite:\(text)' names a host, but a store is a file",
                help: "write sqlite:\(rest) for a relative path, or sqlite:/\(rest) for an absolute path")
        }
        guard text.hasPrefix("~") else { return text }
        guard text.hasPrefix("~/"), let home else {
            throw CommandError(
                .noTarget, "'sqlite:\(text)' does not name a folder",
                help: "write the path in full; ~/ is the folder in HOME")
        }
        return home + text.dropFirst()
    }

    /// `$XDG_DATA_HOME/phoenix/panel.db`, by default below `~/.local/share`.
    static func standard(_ environment: Environment) throws(CommandError) -> StoreLocation {
        let data = environment.nonEmpty("XDG_DATA_HOME") ?? environment.nonEmpty("HOME").map { "\($0)/.local/share" }
        guard let data else {
            throw CommandError(
                .noTarget, "HOME is not set, so there is no place for the embedded panel's store", help: help)
        }
        return .sqlite(path: "\(data)/phoenix/panel.db", isDefault: true)
    }

    private static let help = "write --store sqlite:PATH or --store postgres://USER@HOST/DATABASE"

    /// Whether there is something at that place; a store that is not there yet is made when it is opened. Of a database
    /// that can be told only when it is opened: it counts as there.
    var exists: Bool {
        switch self {
        case .sqlite(let path, _): access(path, F_OK) == 0
        case .postgres: true
        }
    }

    /// Whether opening it would make a new store, as far as a look at files can tell: there is none, and there is a
    /// folder for it, or one may be made.
    var canBeMade: Bool {
        switch self {
        case .sqlite(let path, let isDefault):
            if exists { return false }
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
            return isDefault || access(folder, W_OK | X_OK) == 0
        case .postgres: return false
        }
    }

    private static let targetPrefix = "embedded panel, "

    /// What the embedded panel on this store is called.
    var targetName: String { Self.targetPrefix + text }

    /// The store of an embedded panel that is called so; nil for everything else.
    static func named(_ targetName: String) -> StoreLocation? {
        guard targetName.hasPrefix(targetPrefix) else { return nil }
        return try? StoreLocation(String(targetName.dropFirst(targetPrefix.count)), home: nil)
    }

    /// As people are told, without a password: `sqlite:/srv/phoenix/panel.db`, `postgres://phoenix@db:5432/panel`.
    var text: String {
        switch self {
        case .sqlite(let path, _): "sqlite:\(path)"
        case .postgres(let location): location.name
        }
    }
}
