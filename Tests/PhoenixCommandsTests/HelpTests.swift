import ArgumentParser
import PhoenixCommands
import PhoenixTestSupport
import Testing

@Suite("The help of every command", .ownThread)
struct HelpTests {
    @Test("has an example that is a valid call of this command", arguments: HelpedCommand.all)
    func hasExamples(command: HelpedCommand) throws {
        let examples = command.examples
        try #require(!examples.isEmpty, "its discussion has 'Example:' and lines that start with 'phoenix'")
        for example in examples {
            let parsed = try PhoenixCommand.parseAsRoot(example.arguments)
            let isOfThis = command.isGroup || type(of: parsed) == command.type
            #expect(isOfThis, "'\(example.line)' is parsed as \(type(of: parsed))")
        }
    }

    @Test("fits 80 columns where it gives an example", arguments: HelpedCommand.all)
    func fits(command: HelpedCommand) {
        for example in command.examples { #expect(example.line.count <= 80, "\(example.line)") }
    }
}

/// A command, and the examples in its discussion.
struct HelpedCommand: Sendable, CustomTestStringConvertible {
    let type: any ParsableCommand.Type
    var isGroup: Bool { !type.configuration.subcommands.isEmpty }
    var testDescription: String { String(describing: type) }

    /// The root and all commands below it.
    static let all = below(PhoenixCommand.self)

    private static func below(_ type: any ParsableCommand.Type) -> [HelpedCommand] {
        [HelpedCommand(type: type)] + type.configuration.subcommands.flatMap(below)
    }

    /// The indented lines below "Example:", without what a shell would do with their output.
    var examples: [(line: String, arguments: [String])] {
        let lines = type.configuration.discussion.split(separator: "\n").map(String.init)
        return lines.drop { $0 != "Example:" }.filter { $0.hasPrefix("  phoenix ") }.map { line in
            let words = Self.words(of: line).prefix { $0 != ">" }
            return (line, Array(words.dropFirst()))
        }
    }

    /// Splits at spaces, except within double quotes.
    private static func words(of line: String) -> [String] {
        line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().flatMap { position, part in
            position.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
        }
    }
}
