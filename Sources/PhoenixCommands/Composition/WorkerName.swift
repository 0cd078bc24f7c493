import Glibc

/// What a process calls itself among all that share a store: the name it was given or else the machine's, the process,
/// and a part that no earlier process of both had. Two processes that were given one name must not take each other's
/// runs for their own.
enum WorkerName {
    static let longest = 64

    /// Whether a name can be given to a replica: letters and digits of ASCII, `.`, `_` and `-`.
    static func isUsable(_ name: String) -> Bool {
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": true
            default: false
            }
        }
        return isPlain && (1...longest).contains(name.utf8.count)
    }

    static func make(_ given: String?) -> String {
        let suffix = String(UInt32.random(in: .min ... .max), radix: 36)
        return "\(given ?? host)-\(getpid())-\(suffix)"
    }

    private static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        let isKnown = gethostname(&name, name.count - 1) == 0
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return isKnown ? String(String(decoding: bytes, as: UTF8.self).prefix(longest)) : "unknown"
    }
}
