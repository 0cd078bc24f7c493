/// One entry of `servers`: which servers of a panel are meant.
package enum ServerSelector: Sendable, Hashable {
    case all
    /// A uuid or an identifier.
    case id(String)
    case name(Glob, text: String)
    case node(String)

    package init(_ text: String) {
        let text = String(text.trimmed())
        if text == "all" {
            self = .all
        } else if text.hasPrefix("name:") {
            self = .name(Glob(text.dropFirst(5)), text: text)
        } else if text.hasPrefix("node:") {
            self = .node(String(text.dropFirst(5)))
        } else {
            self = .id(text)
        }
    }

    /// As it was written.
    package var text: String {
        switch self {
        case .all: "all"
        case .id(let id): id
        case .name(_, let text): text
        case .node(let node): "node:\(node)"
        }
    }

    package func matches(_ server: GameServer) -> Bool {
        switch self {
        case .all: true
        case .id(let id): server.identifier == id || server.uuid.lowercased() == id.lowercased()
        case .name(let glob, _): glob.matches(server.name)
        case .node(let node): server.node == node
        }
    }

    /// Whether a server that cannot be read may be meant.
    package var mayMatchUnreadable: Bool { if case .id = self { false } else { true } }
}
