import PhoenixModel

/// Sees of an object that nothing at all differs, the ordinary case, before anything is made for it.
///
/// It is cautious: whatever is not plain is left to a comparison, which comes to the same.
struct UnchangedCheck {
    private let project: String
    private let index: LiveIndex
    /// What is compared of tasks, and of system services, which are found by their names.
    private let taskFields: [Field]
    private let serviceFields: [Field]

    init(project: String, _ index: LiveIndex) {
        self.project = project
        self.index = index
        taskFields = Field.all(of: .scheduled).filter { $0 != .dependsOn }
        serviceFields = Field.all(of: .system).filter { $0 != .dependsOn && $0 != .name }
    }

    /// The panel's object, by its index, with the ownership that the entry asks for and the same value in each of its
    /// fields but the dependencies, on a panel that tells all fields; nil where there is none, or where the entry leaves
    /// a field to the panel. `known` are the digests of everything that the entry declares.
    func unchangedObject(_ object: DesiredObject, _ known: (digests: FieldDigests, haveSecrets: Bool)) -> Int? {
        guard object.kind != .native, object.ignored.isEmpty,
            let position = index.onlyHolder(ofKey: object.key, object.kind)
        else { return nil }
        let ownership = Ownership(
            project: project, key: object.key, digests: known.digests,
            secretPaths: known.haveSecrets ? object.fields.secretPaths : [], isProtected: object.isProtected)
        guard index.objects[position].ownership == .owned(ownership) else { return nil }
        let isSame = (object.kind == .system ? serviceFields : taskFields).allSatisfy { field in
            index.objects.agrees(with: object.fields, on: field, at: position) == true
        }
        return isSame ? position : nil
    }
}
