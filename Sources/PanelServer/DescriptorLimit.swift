import Glibc
import NIOCore

/// How many files and sockets this process may have open. When there is none left, parts of it that cannot be told fail
/// without a way back: so connections get no more than what leaves a reserve.
struct DescriptorLimit {
    /// For the store's files, the log, and what libraries open meanwhile.
    static let reserve = 64 + 4 * System.coreCount

    /// Raises the soft limit as far as this many connections need and the hard limit allows.
    /// - Returns: how many connections fit, at most `wanted`; 0 when there is no room for any.
    static func raise(forConnections wanted: Int) -> Int {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return wanted }
        let taken = openCount + reserve
        let needed = rlim_t(wanted + taken)
        if limit.rlim_cur < needed {
            var raised = limit
            raised.rlim_cur = min(needed, limit.rlim_max)
            if setrlimit(resource, &raised) == 0 { limit = raised }
        }
        guard limit.rlim_cur < needed else { return wanted }
        return max(0, Int(limit.rlim_cur) - taken)
    }

    private static var openCount: Int {
        guard let folder = opendir("/proc/self/fd") else { return 16 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count
    }
}
