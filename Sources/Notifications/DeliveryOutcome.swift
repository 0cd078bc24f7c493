/// How one try of a delivery has ended.
enum DeliveryOutcome: Sendable, Hashable {
    case delivered
    /// Why not, for people, with no more of the address than its host.
    case failed(String)
    /// The receiver wants to be left alone for so long; all receivers at that host, if `isForAll`.
    case postponed(String, wait: Duration, isForAll: Bool)
    /// It is not sent to this address.
    case refused(String)
}
