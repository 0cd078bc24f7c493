import Diagnostics
import PhoenixModel

extension LiveObject {
    /// The name as the panel's rules look at it; nil where they do not.
    fileprivate var uniqueName: String? {
        PanelRules.uniquelyNamedKinds.contains(kind) ? PanelRules.comparedName(fields.name) : nil
    }
}

/// How every object stands now, and how it will once the drafts are carried out.
///
/// Members are numbered: the objects of the panel by their index, then those that the files want and the panel lacks.
struct Standings {
    let now: [Standing?]
    /// The draft of each member.
    let draft: [Int?]

    init(index: LiveIndex, drafts: [Draft], count: Int) {
        var now: [Standing?] = index.objects.indices.map { position in
            Standing(
                name: index.objects[position].uniqueName,
                isEnabled: index.objects[position].fields.enabled ?? true, dependencies: index.dependencies[position])
        }
        now += Array(repeating: nil, count: count - now.count)
        self.now = now
        var draft: [Int?] = Array(repeating: nil, count: count)
        for (position, each) in drafts.enumerated() { draft[each.member] = position }
        self.draft = draft
    }

    /// The member's standing in the end; what is blocked stays as it is.
    func then(_ member: Int, _ drafts: [Draft]) -> Standing? {
        guard let position = draft[member], !drafts[position].isBlocked else { return now[member] }
        return drafts[position].then
    }

    /// Whether the action of a draft disables its object.
    func isDisabling(_ draft: Draft) -> Bool {
        guard let now = now[draft.member], let then = draft.then else { return false }
        return now.isEnabled && !then.isEnabled
    }

    /// What the object depends on now and will not any more.
    func droppedDependencies(_ draft: Draft) -> [Int] {
        guard let now = now[draft.member], let then = draft.then, now.dependencies != then.dependencies else {
            return []
        }
        let kept = Set(then.dependencies)
        return now.dependencies.filter { !kept.contains($0) }
    }

    /// What the object will depend on and does not yet.
    func addedDependencies(_ draft: Draft) -> [Int] {
        guard let then = draft.then else { return [] }
        guard let now = now[draft.member] else { return then.dependencies }
        if now.dependencies == then.dependencies { return [] }
        let known = Set(now.dependencies)
        return then.dependencies.filter { !known.contains($0) }
    }
}
