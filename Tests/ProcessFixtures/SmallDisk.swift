import Foundation

/// A disk that is soon full.
package enum SmallDisk {
    /// Only root may mount one, and not in every container.
    package static let canBeMade: Bool = {
        guard geteuid() == 0 else { return false }
        let path = "/tmp/phoenix-\(UUID().uuidString.prefix(8))"
        guard mkdir(path, 0o755) == 0 else { return false }
        defer { rmdir(path) }
        guard mount("tmpfs", path, "tmpfs", 0, "size=64k") == 0 else { return false }
        return umount(path) == 0
    }()

    /// Runs `body` with a disk of 8 MiB at a path that is not there yet.
    package static func withDisk<T>(
        at path: String, owner: String, _ body: () async throws -> T
    ) async throws -> T {
        guard mkdir(path, 0o700) == 0, mount("tmpfs", path, "tmpfs", 0, "size=8m") == 0 else {
            throw RealServer.CannotStart(description: "no disk can be mounted at \(path)")
        }
        defer {
            umount2(path, Int32(MNT_DETACH))
            rmdir(path)
        }
        if let user = getpwnam(owner) { chown(path, user.pointee.pw_uid, user.pointee.pw_gid) }
        return try await body()
    }
}
