/// The places of one object whose values are never shown.
///
/// Elements of a list change places, so a secret in one of them makes that place secret in all.
package struct SecretPaths: Sendable {
    private let patterns: Set<String>

    /// `paths` as `Value.secretPaths` writes them.
    package init(_ paths: some Sequence<String>) {
        patterns = Set(paths.map(Self.pattern))
    }

    package var isEmpty: Bool { patterns.isEmpty }

    /// Whether what stands at the path is secret.
    package func contains(_ path: String) -> Bool { !patterns.isEmpty && patterns.contains(Self.pattern(path)) }

    /// The path with every `[12]` as `[]`.
    private static func pattern(_ path: String) -> String {
        guard path.utf8.contains(UInt8(ascii: "[")) else { return path }
        var bytes: [UInt8] = []
        var isInIndex = false
        for byte in path.utf8 {
            if byte == UInt8(ascii: "]") { isInIndex = false }
            if !isInIndex { bytes.append(byte) }
            if byte == UInt8(ascii: "[") { isInIndex = true }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
