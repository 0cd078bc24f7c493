import ArgumentParser

extension ArgumentHelp {
    static let manifestPath = ArgumentHelp(
        "A manifest, a directory, a glob, or - for standard input; repeatable, later ones override.", valueName: "path")
}
