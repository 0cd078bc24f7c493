/// Everything the manifests of one run want, as one set.
package struct DesiredState: Sendable {
    package let project: String
    /// Names the project had before; lines of these are taken over.
    package let formerProjects: [String]
    /// In ascending order of the key.
    package let objects: [DesiredObject]

    package init(project: String, formerProjects: [String] = [], objects: [DesiredObject]) {
        self.project = project
        self.formerProjects = formerProjects
        let isSorted = objects.indices.dropFirst().allSatisfy { objects[$0 - 1].key <= objects[$0].key }
        self.objects = isSorted ? objects : objects.sorted { $0.key < $1.key }
    }
}
