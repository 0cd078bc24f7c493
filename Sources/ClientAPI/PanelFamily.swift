import PhoenixModel

/// The panels that serve the Client API, by what tells them apart.
package enum PanelFamily: String, Sendable, Hashable {
    /// Pterodactyl, and PhoenixPanel, which is one of its versions under another name.
    case pterodactyl
    case pelican

    /// By the limits of a server, of which each has its own word for the same; nil for limits with neither.
    init?(limits: Attributes?) {
        if limits?.has("oom_killer") == true {
            self = .pelican
        } else if limits?.has("oom_disabled") == true {
            self = .pterodactyl
        } else {
            return nil
        }
    }
}
