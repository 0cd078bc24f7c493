/// One option of a list in a form.
struct Choice {
    let value: String
    let label: String
    let isChosen: Bool

    static let template = """
        {{#choices}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{label}}</option>{{/choices}}
        """

    /// A list that begins with the option for all.
    static func list(_ values: [String], all: String, chosen: String?) -> [Choice] {
        [Choice(value: "", label: all, isChosen: chosen == nil)]
            + values.map { Choice(value: $0, label: $0, isChosen: $0 == chosen) }
    }
}
