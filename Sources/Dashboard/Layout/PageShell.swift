import Cron
import PanelStore
import PhoenixModel

/// The view of the template `page`: what stands around the content.
struct PageShell {
    struct Section {
        let path: String
        let label: String
        let isCurrent: Bool
    }

    struct VisitorView {
        let keyName: String
    }

    struct Zone {
        let value: String
        let label: String
        let isChosen: Bool
    }

    let title: String
    let content: String
    let refresh: Int
    let stylesheetPath = Assets.stylesheetPath
    let scriptPath = Assets.scriptPath
    /// nil for who is not signed in.
    let visitor: VisitorView?
    let sections: [Section]
    let zones: [Zone]
    /// Path and query of the page.
    let here: String
    let now: TimeView

    init(_ content: PageContent, for visitor: Visitor?, zone: ZoneChoice, here: String, now: Timestamp) {
        title = content.title
        self.content = content.html
        refresh = visitor == nil ? 0 : content.refresh
        self.visitor = visitor.map { VisitorView(keyName: $0.key.name) }
        self.here = here
        self.now = zone.moment(now)
        sections = Self.pages.map { Section(path: $0.path, label: $0.label, isCurrent: $0.path == content.section) }
        var zones = [("utc", "UTC"), ("task", "each task's own zone")]
        if case .named(let chosen) = zone { zones.append((chosen.name, chosen.name)) }
        self.zones = zones.map { Zone(value: $0.0, label: $0.1, isChosen: $0.0 == zone.text) }
    }

    private static let pages = [
        (path: "/", label: "Overview"), (path: "/services", label: "Services"), (path: "/runs", label: "Runs"),
        (path: "/calendar", label: "Calendar"), (path: "/load", label: "Load"), (path: "/health", label: "Health"),
    ]
}
