import ArgumentParser

extension ColourChoice: ExpressibleByArgument {}
extension DiagnosticFormat: ExpressibleByArgument {}

/// How a run speaks; every command has these.
struct OutputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Colour the output.", valueName: "when"))
    var color: ColourChoice = .auto

    @Option(help: "Write diagnostics as text on standard error, or as JSON on standard output.")
    var format: DiagnosticFormat = .text

    @Flag(name: .shortAndLong, help: "Print more: the target, the files, the duration.")
    var verbose = false

    var console: Console { Console(colour: color, format: format) }
}
