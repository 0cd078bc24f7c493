import ArgumentParser

/// Manifests as files, whatever they mean.
struct FileOptions: ParsableArguments {
    @Option(
        name: .file,
        help: ArgumentHelp(
            "A manifest, a directory, a glob, or - for standard input; repeatable.", valueName: "path"),
        completion: .manifests)
    var files: [String]

    func validate() throws {
        if files.contains("") { throw ValidationError("-f has an empty path.") }
    }
}
