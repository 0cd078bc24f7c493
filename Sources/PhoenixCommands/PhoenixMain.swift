import ArgumentParser
import CHeap
import Diagnostics
import Dispatch
import Glibc

/// The whole program, behind one line of `main`.
package enum PhoenixMain {
    /// To be called before anything else, while there is one thread: the heaps of later ones begin with 32 MiB of address
    /// space, which they would else ask for page by page.
    package static func prepare() { heap_grow_in_steps(32 << 20) }

    /// Runs the command that the arguments name; does not return.
    ///
    /// It is not asynchronous, for `--version`, help texts and usage errors need none of the threads that the runtime
    /// would start first. A command that needs them gets them as from an asynchronous `main`: with one task, which ends
    /// the process.
    package static func run(_ arguments: [String] = Array(CommandLine.arguments.dropFirst())) -> Never {
        // A reader that goes away must not end an apply half-way: writes fail instead, see `OutputChannel`.
        signal(SIGPIPE, SIG_IGN)
        StandardInput.reserveStandardStreams()
        do {
            var command = try PhoenixCommand.parseAsRoot(arguments)
            if let asynchronous = command as? any AsyncParsableCommand {
                Task(priority: .medium) { await run(asynchronous, arguments) }
                dispatchMain()
            }
            try command.run()
        } catch {
            fail(error, arguments)
        }
        exit(ExitStatus.done.rawValue)
    }

    private static func run(_ command: any AsyncParsableCommand, _ arguments: [String]) async -> Never {
        var command = command
        do { try await command.run() } catch { fail(error, arguments) }
        exit(ExitStatus.done.rawValue)
    }

    private static func fail(_ error: any Error, _ arguments: [String]) -> Never {
        if let hint = unknownCommandHint(arguments) { OutputChannel.standardError.write(hint + "\n") }
        PhoenixCommand.exit(withError: error)
    }

    /// What was probably meant, when the first word is no command.
    private static func unknownCommandHint(_ arguments: [String]) -> String? {
        let names = PhoenixCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let word = arguments.first, !word.hasPrefix("-"), !names.contains(word), word != "help",
            let closest = names.closest(to: word)
        else { return nil }
        return "phoenix has no command '\(word)'. Did you mean 'phoenix \(closest)'?"
    }
}
