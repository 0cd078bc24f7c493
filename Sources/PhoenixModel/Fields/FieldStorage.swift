/// The fields that `ServiceFields` has a property of its own for, which is faster and smaller than a value among the
/// added ones. In the order in which fields are shown.
package enum FieldStorage: UInt8, Sendable, Hashable, CaseIterable {
    case name, description, schedule, timezone, enabled, task, overlap, misfire, timeout, dependsOn, notify, config
}
