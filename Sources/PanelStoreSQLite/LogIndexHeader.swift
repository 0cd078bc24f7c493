import GRDBSQLite
import Synchronization

/// The header of the index of a write-ahead log, by SQLite's file format: 48 bytes that stand there twice. Every commit
/// writes both anew, with another count of changes and another checksum.
struct LogIndexHeader: Equatable {
    private let words: (SIMD4<UInt64>, SIMD2<UInt64>)

    private static let length = 48
    /// The mark that the header has been written, in its 13th byte.
    private static let isWrittenOffset = 12
    private static let firstRegionLength: Int32 = 32 << 10

    /// nil while it is being written, or where there is none yet.
    init?(_ index: UnsafeRawPointer) {
        let first = Self(copyOf: index)
        // A commit writes the second one first.
        atomicMemoryFence(ordering: .acquiring)
        guard first == Self(copyOf: index + Self.length),
            index.load(fromByteOffset: Self.isWrittenOffset, as: UInt8.self) == 1
        else { return nil }
        self = first
    }

    private init(copyOf header: UnsafeRawPointer) {
        words = (
            header.loadUnaligned(as: SIMD4<UInt64>.self),
            header.loadUnaligned(fromByteOffset: 32, as: SIMD2<UInt64>.self)
        )
    }

    static func == (lhs: Self, rhs: Self) -> Bool { lhs.words == rhs.words }

    /// The index as a connection that has read has it in memory, until it is closed; nil where it has none.
    static func index(of database: OpaquePointer) -> UnsafeRawPointer? {
        var file: UnsafeMutablePointer<sqlite3_file>?
        guard sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK, let file,
            let methods = file.pointee.pMethods, methods.pointee.iVersion >= 2, let map = methods.pointee.xShmMap
        else { return nil }
        var index: UnsafeMutableRawPointer?
        guard map(file, 0, firstRegionLength, 0, &index) == SQLITE_OK else { return nil }
        return UnsafeRawPointer(index)
    }
}
