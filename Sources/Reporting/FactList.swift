/// Named facts below a title, one a line; those without a value are left out.
struct FactList {
    private let facts: [(name: String, value: String)]

    init(_ facts: [(String, String?)]) {
        self.facts = facts.compactMap { name, value in value.map { (name, TerminalText.escaped($0)) } }
    }

    func render() -> String {
        let width = facts.map { TerminalText.width($0.name) }.max() ?? 0
        return facts.map { fact in
            let padding = String(repeating: " ", count: width - TerminalText.width(fact.name))
            return "  \(fact.name)\(padding)  \(fact.value)\n"
        }.joined()
    }
}
