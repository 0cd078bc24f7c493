import Parallel
package import PhoenixModel

/// What a plan needs of the files and the panel whatever its options are, worked out ahead on every core.
package struct PlanGroundwork: Sendable {
    let digests: DesiredDigests
    let index: LiveIndex
    /// By position in the set of the files: the panel's object that is as the entry declares it, see `UnchangedCheck`.
    let unchanged: [Int?]

    /// `index` and `digests` are of the panel and of `desired`, and worked out side by side by who asks for this: the one
    /// as soon as the panel is read, the other as soon as the files are.
    package init(of desired: DesiredState, _ index: LiveIndex, _ digests: DesiredDigests) async {
        self.digests = digests
        self.index = index
        let parts = await Parts.map(desired.objects.count) { positions in
            let check = UnchangedCheck(project: desired.project, index)
            return positions.map { check.unchangedObject(desired.objects[$0], digests.all[$0]) }
        }
        unchanged = parts.flatMap { $0 }
    }
}
