package import PhoenixModel

/// One service in an overview of health.
package struct HealthEntry: Sendable {
    package let object: LiveObject
    /// nil where it was not asked for.
    package let health: ServiceHealth?
    package let verdict: HealthVerdict

    package init(_ object: LiveObject, _ health: ServiceHealth?, now: Timestamp) {
        self.object = object
        self.health = health
        verdict = HealthVerdict(object, health, now: now)
    }
}
