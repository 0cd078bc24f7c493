import Synchronization

/// The memory of readers that are done, until somebody has the time to free it: that takes longer than to compare the
/// names of a set.
final class LoaderMemories: Sendable {
    private let all = Mutex<[LoaderMemory]>([])

    func keep(_ memory: consuming LoaderMemory) { all.withLock { [memory] in $0.append(memory) } }

    func free() async { all.withLock { $0 = [] } }
}
