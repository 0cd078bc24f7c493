/// Where a setting was taken from. It prints as `--verbose` shows it.
package enum SettingOrigin: Sendable, Hashable {
    /// An option such as `--panel`.
    case flag(String)
    case environment(String)
    /// `place` is the file with line and column.
    case context(name: String, place: String)
    /// Nobody said anything.
    case standard
}

extension SettingOrigin: CustomStringConvertible {
    package var description: String {
        switch self {
        case .flag(let name): "flag \(name)"
        case .environment(let name): "environment \(name)"
        case .context(let name, let place): "context \(name) (\(place))"
        case .standard: "default"
        }
    }
}
