import ArgumentParser

/// The manifests of a run.
struct ManifestOptions: ParsableArguments {
    @Option(name: .file, help: .manifestPath, completion: .manifests)
    var files: [String]

    @OptionGroup var layers: ValueOptions

    var arguments: ManifestArguments {
        ManifestArguments(files: files, values: layers.values, settings: layers.set)
    }

    func validate() throws {
        if files.contains("") { throw ValidationError("-f has an empty path.") }
    }
}
