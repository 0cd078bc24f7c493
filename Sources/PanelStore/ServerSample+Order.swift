import PhoenixModel

extension ServerSample {
    /// By task, then by the server's name and uuid.
    package static func areInOrder(_ left: ServerSample, _ right: ServerSample) -> Bool {
        (left.serviceID, left.target.name, left.target.id) < (right.serviceID, right.target.name, right.target.id)
    }
}
