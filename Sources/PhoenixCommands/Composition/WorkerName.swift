import Glibc

/// What a process calls itself among all that share a store: the machine's name, the process, and a part that no
/// earlier process of both had.
enum WorkerName {
    static func make() -> String {
        var name = [CChar](repeating: 0, count: 256)
        let isKnown = gethostname(&name, name.count - 1) == 0
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let host = isKnown ? String(decoding: bytes, as: UTF8.self) : "unknown"
        let suffix = String(UInt32.random(in: .min ... .max), radix: 36)
        return "\(host.prefix(64))-\(getpid())-\(suffix)"
    }
}
