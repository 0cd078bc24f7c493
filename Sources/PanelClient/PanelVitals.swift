package import ServicesAPI

/// How a panel is to talk to, beside what is on it.
package struct PanelVitals: Sendable {
    /// By how much the panel's clock is ahead of this machine's; nil where it does not tell the time.
    package var clockSkew: Duration?
    /// Requests a minute, and how many are left of them now.
    package var rateLimit: Int?
    package var remaining: Int?
    /// What the key may do, a permission once each; nil where it cannot be found out without a request that a panel
    /// could take for a write.
    package var permissions: [(permission: Permission, isGranted: Bool?)] = []
}
