/// The rules of the plain fields of a service.
package enum ServiceRules {
    /// Checked after trimming; none of Unicode category Cc.
    package static let name = TextRule(.name, length: 1...191)
    /// With everything a panel stores in it, the ownership line too.
    package static let description = TextRule(.any, length: 0...4_096)
    /// In bytes of the text as given; the canonical form of the longest expression has 167.
    package static let schedule = TextRule(.any, length: 1...191)
    /// Seconds that a run may take.
    package static let timeout: ClosedRange<Int64> = 1...86_400
    package static let defaultTimeout: Int64 = 3_600
    package static let overlaps = ["skip", "queue", "allow"]
    package static let misfires = ["skip", "run_once"]
    package static let dependencyCount = 0...1_000
}
