import ArgumentParser
import Manifests

/// Values that come behind those of the manifests.
struct ValueOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A YAML mapping of values, a layer behind the manifests; repeatable.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var values: [String] = []

    @Option(
        help: ArgumentHelp("One value, as NAME=TEXT, in the last layer of all; repeatable.", valueName: "name=text"),
        transform: { text in try Self.setting(text) })
    var set: [ValueSetting] = []

    func validate() throws {
        if values.contains("") { throw ValidationError("--values has an empty path.") }
    }

    private static func setting(_ text: String) throws -> ValueSetting {
        guard let setting = ValueSetting(text) else {
            throw ValidationError("write it as NAME=TEXT, where NAME is a path such as keep or limits.keep")
        }
        return setting
    }
}
