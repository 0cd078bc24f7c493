package import PhoenixModel

/// What names a run to the outside.
package struct RunIdentity: Sendable, Hashable {
    package let id: Int64
    package let serviceID: Int64
    package let serviceName: String
    /// The scheduled time, or when a manual run was asked for.
    package let time: Timestamp

    package init(id: Int64, serviceID: Int64, serviceName: String, time: Timestamp) {
        self.id = id
        self.serviceID = serviceID
        self.serviceName = serviceName
        self.time = time
    }
}
