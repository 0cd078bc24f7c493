import Mustache

/// The templates of all pages, parsed once.
struct Templates: Sendable {
    private let library: MustacheLibrary

    static let all = Templates()

    private init() {
        MustacheContentTypes.register(PageText(), named: PageText.name)
        var library = MustacheLibrary()
        for (name, text) in Self.texts {
            do {
                // A partial begins anew with the content type of the library, so that each names its own.
                try library.register("{{% CONTENT_TYPE:\(PageText.name)}}\(text)", named: name)
            } catch {
                preconditionFailure("the template '\(name)' cannot be read: \(error)")
            }
        }
        self.library = library
    }

    /// The HTML of a view. Views are structs whose properties have the names that their template uses.
    func render(_ name: String, _ view: Any) -> String { library.render(view, withTemplate: name) ?? "" }

    private static let texts = [
        "page": LayoutTemplates.page, "time": LayoutTemplates.time, "mark": LayoutTemplates.mark,
        "notice": LayoutTemplates.notice, "message": LayoutTemplates.message, "login": LoginPage.template,
        "choices": Choice.template, "services": ServicesPage.template,
        "service": ServicePage.template, "relations": ServicePage.relationsTemplate, "runs": RunRow.template,
        "issues": IssueRow.template, "runs page": RunsPage.template, "run": RunPage.template,
        "overview": OverviewPage.template, "health": HealthPage.template, "calendar": CalendarPage.template,
        "load": LoadPage.template, "minute": LoadPage.minuteTemplate,
    ]
}
