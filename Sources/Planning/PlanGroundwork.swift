package import PhoenixModel

/// What a plan needs of the files and the panel whatever its options are, worked out ahead on every core.
package struct PlanGroundwork: Sendable {
    let digests: DesiredDigests
    let index: LiveIndex
    /// By position in the set of the files: the panel's object that is as the entry declares it, see `UnchangedCheck`.
    let unchanged: [Int?]

    package init(of desired: DesiredState, on live: LiveState) async {
        async let working = DesiredDigests(of: desired)
        let index = LiveIndex(live, for: desired)
        let digests = await working
        self.digests = digests
        self.index = index
        unchanged = await Parts.map(desired.objects.count) { positions in
            let check = UnchangedCheck(project: desired.project, index)
            return positions.map { check.unchangedObject(desired.objects[$0], digests.all[$0]) }
        }
    }
}
