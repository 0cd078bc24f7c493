package import PhoenixModel

/// How many ownership lines and markers actions refresh, for people: `2 ownership lines and 1 marker`.
package struct OwnershipCount {
    package let text: String

    package init(_ actions: some Sequence<PhoenixModel.Action>) {
        let nouns = actions.map(\.kind.ownershipNoun)
        text = ["ownership line", "marker"].map { noun in (noun, nouns.count { $0 == noun }) }.filter { $0.1 > 0 }
            .map { Plural.text($0.1, $0.0) }.joined(separator: " and ")
    }
}
