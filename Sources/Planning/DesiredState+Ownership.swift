package import Diagnostics
package import PhoenixModel

extension DesiredState {
    /// What the files ask for that nobody could keep without ownership on the panel (docs/manifests.md, *Who owns what*).
    package var ownershipProblems: [Diagnostic] {
        (objects.filter { $0.kind != .native } + schedules.map(\.entry)).flatMap { object in
            var problems: [Diagnostic] = []
            if !object.formerly.isEmpty { problems.append(.ownershipNeeded(by: "formerly", object)) }
            if object.isProtected { problems.append(.ownershipNeeded(by: "protect", object)) }
            return problems
        }
    }
}
