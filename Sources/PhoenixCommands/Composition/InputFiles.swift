import Diagnostics
import Files
import Manifests
import Settings

/// The files that a run reads or keeps its data in, which nothing that it writes may replace.
struct InputFiles {
    private var names: [FileIdentity: String] = [:]

    /// The manifests of `-f`, and a plan or what else is read.
    init(manifests: ManifestArguments, others: [(path: String, noun: String)] = []) {
        let inputs = ManifestInputs(manifests.files.filter { $0 != "-" }, standardInput: [])
        for path in inputs.paths { add(path, "a manifest of this run") }
        for path in manifests.values { add(path, "a file of values of this run") }
        for (path, noun) in others { add(path, noun) }
    }

    /// The same for a run that works on a panel.
    init(
        manifests: ManifestArguments, others: [(path: String, noun: String)] = [], _ flags: ClientFlags,
        _ runner: RunnerOptions, _ environment: Environment
    ) {
        self.init(manifests: manifests, others: others)
        add(flags, environment)
        if let path = runner.clientAPIKeyFile { add(path, "the client API key file") }
    }

    /// What options, environment and contexts say of a panel: stores, keys and certificate authorities.
    ///
    /// All of them count, also those that this run may not use: which it uses is not known yet when its outputs are
    /// checked.
    private mutating func add(_ flags: ClientFlags, _ environment: Environment) {
        if let path = flags.keyFile { add(path, "the API key file") }
        if let path = flags.caFile { add(path, "the file of certificate authorities") }
        let home = environment.nonEmpty("HOME")
        for text in [flags.store, environment["PHOENIX_STORE"]] {
            if let text, let location = try? StoreLocation(text, home: home) { add(location) }
        }
        if let location = try? StoreLocation.standard(environment) { add(location) }
        let contexts = environment.contexts
        add(contexts.path, "the contexts file")
        for context in contexts.contexts {
            if case .file(let path)? = context.key?.value { add(path, "an API key file") }
            if case .file(let path)? = context.clientAPI?.key?.value { add(path, "a client API key file") }
            if let path = context.clientAPI?.caFile?.value { add(path, "a file of certificate authorities") }
            if let path = context.caFile?.value { add(path, "a file of certificate authorities") }
            if case .store(let text)? = context.target?.value, let location = try? StoreLocation(text, home: home) {
                add(location)
            }
        }
    }

    private mutating func add(_ location: StoreLocation) {
        guard case .sqlite(let path, _) = location else { return }
        for ending in ["", "-wal", "-shm"] { add(path + ending, "a store") }
    }

    private mutating func add(_ path: String, _ noun: String) {
        if case .success(let status) = FileStatus.read(path) { names[status.identity] = noun }
    }

    /// - Throws: that one of the paths is a file of the run, by whatever name.
    func refuse(_ outputs: [String]) throws(CommandError) {
        for path in outputs {
            guard case .success(let status) = FileStatus.read(path), let noun = names[status.identity] else { continue }
            throw CommandError(
                .outputOverInput, "\(path) is \(noun), and would be overwritten", help: "name another output file")
        }
    }
}
