import Manifests

/// What the options of a command say of a set of manifests.
struct ManifestArguments: Sendable {
    /// Each a layer.
    var files: [String]
    var values: [String] = []
    var settings: [ValueSetting] = []
}
