import ArgumentParser

/// What an export writes, and how the run speaks.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, pelican
}

/// As `OutputOptions`, with one more format: that of the result.
struct ExportOutputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Colour the output.", valueName: "when"))
    var color: ColourChoice = .auto

    @Option(
        help: """
            Write diagnostics as text on standard error, or as JSON on standard output; pelican writes schedules as the \
            files that Pelican imports.
            """)
    var format: ExportFormat = .text

    @Flag(name: .shortAndLong, help: "Print more: the target, the files, the duration.")
    var verbose = false

    var options: OutputOptions {
        var options = OutputOptions()
        options.color = color
        options.format = format == .json ? .json : .text
        options.verbose = verbose
        return options
    }
}
