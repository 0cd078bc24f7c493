/// In what a panel of the documented API can differ from another one.
struct PanelTraits: Sendable {
    enum Links: Sendable {
        case relative
        case absolute
        /// Without the request's other parameters, as in the documentation.
        case forgetful
        /// To a cursor instead of a number.
        case cursors
        case none
        case emptyList
    }

    var links = Links.relative
    /// The size of pages where `per_page` is ignored.
    var fixedPageSize: Int?
    var hasTotals = true
    /// Whether lists, and single answers, have `task` and the other fields that go with it.
    var listsTasks = true
    var readsTasks = true
    /// The keys of services that it has; nil is all of them.
    var keys: Set<String>?
    var hasETags = true
    var filters = true
    var keepsDescriptions = true
    /// Whether the answer to a create has what was created.
    var answersCreates = true
    var idsAreNumbers = false

    /// A panel with every addition of the API.
    static let complete = PanelTraits()

    /// One that has what the documentation shows, and nothing else.
    static let documented = PanelTraits(
        fixedPageSize: 50, listsTasks: false, readsTasks: false,
        keys: [
            "id", "name", "description", "status", "type", "schedule", "last_run", "next_run", "created_at",
            "updated_at",
        ], hasETags: false, filters: false)
}
