/// A node that a task has worked on.
package struct TaskNode: Sendable, Hashable {
    package let serviceID: Int64
    package let node: String

    package init(serviceID: Int64, node: String) {
        self.serviceID = serviceID
        self.node = node
    }

    /// The steps that stores look at when they are asked for nodes.
    package static let mostSteps = 20_000
}
