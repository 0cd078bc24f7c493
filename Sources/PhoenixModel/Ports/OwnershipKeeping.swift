/// How a kind of panel keeps ownership, as far as it touches the descriptions that people declare: what manifests are
/// checked with while no panel is at hand.
package protocol OwnershipKeeping: Sendable {
    /// Unicode scalars that ownership without secret paths adds to a description at the most.
    var usualRoom: Int { get }

    /// How many Unicode scalars a panel stores as the description once it keeps the ownership, too.
    func length(of description: String, with ownership: Ownership) -> Int

    /// What in a declared description would be taken for ownership, to stand behind "remove"; nil when there is
    /// nothing. Asked of every description, so it must be fast.
    func mistakableText(in description: String) -> String?
}
