import ArgumentParser

/// The manifests of a run.
struct ManifestOptions: ParsableArguments {
    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp(
            "A manifest, a directory, a glob, or - for standard input; repeatable, later ones override.",
            valueName: "path"),
        completion: .manifests)
    var files: [String]

    @OptionGroup var layers: ValueOptions

    var arguments: ManifestArguments {
        ManifestArguments(files: files, values: layers.values, settings: layers.set)
    }

    func validate() throws {
        if files.contains("") { throw ValidationError("-f has an empty path.") }
    }
}
