/// What tells a file from another that takes its name.
struct FileIdentity: Sendable, Hashable {
    let device: UInt64
    let inode: UInt64
}
