/// What can be asked of a server's power. Panels take it at once and do it later.
package enum PowerSignal: String, Sendable, Hashable, CaseIterable {
    case start, stop, restart, kill

    var permission: String {
        switch self {
        case .start: "control.start"
        case .stop, .kill: "control.stop"
        case .restart: "control.restart"
        }
    }
}
