/// How a store is.
package struct StoreHealth: Sendable, Hashable {
    /// What is damaged, in the words of the engine; empty when nothing is.
    package var damage: [String]
    /// Bytes of the data, and of what was written last and is not put in its place yet; nil where there is no file.
    package var size: Int64?
    package var logSize: Int64?
    /// Bytes that the disk has left; nil where there is none.
    package var freeSpace: Int64?

    package init(damage: [String] = [], size: Int64? = nil, logSize: Int64? = nil, freeSpace: Int64? = nil) {
        self.damage = damage
        self.size = size
        self.logSize = logSize
        self.freeSpace = freeSpace
    }
}
