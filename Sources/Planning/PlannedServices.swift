import PhoenixModel

/// The members of a plan as the rules of the panel look at them: how they stand now, or once the drafts are carried
/// out.
struct PlannedServices: PanelView {
    private let index: LiveIndex
    private let standings: Standings
    /// Nil to look at what is now.
    private let drafts: [Draft]?

    init(now index: LiveIndex, _ standings: Standings) {
        self.index = index
        self.standings = standings
        drafts = nil
    }

    init(after drafts: [Draft], _ index: LiveIndex, _ standings: Standings) {
        self.index = index
        self.standings = standings
        self.drafts = drafts
    }

    private func standing(_ member: Int) -> Standing? {
        guard let drafts else { return standings.now[member] }
        return standings.then(member, drafts)
    }

    func holder(ofName name: String, besides member: Int?) -> Int? {
        index.holders(ofName: name).first { $0 != member && standing($0)?.name == name }
    }

    func disabled(among members: [Int]) -> [Int] { members.filter { standing($0)?.isEnabled == false } }

    func dependencies(of member: Int) -> [Int] { standing(member)?.dependencies ?? [] }

    /// Those that are on the panel: what is yet to be created depends on nothing that goes.
    func dependents(of member: Int, onlyEnabled: Bool) -> [Int] {
        index.dependents[member].filter { dependent in
            guard let standing = standing(dependent), standing.dependencies.contains(member) else { return false }
            return !onlyEnabled || standing.isEnabled
        }
    }
}
