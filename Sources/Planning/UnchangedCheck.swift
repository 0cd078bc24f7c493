import PhoenixModel

/// Sees of an object that nothing at all differs, the ordinary case, before anything is made for it.
///
/// It is cautious: whatever is not plain is left to a comparison, which comes to the same.
struct UnchangedCheck {
    private let project: String
    private let index: LiveIndex
    /// Whether the options and the panel leave nothing to decide object by object.
    private let isPlain: Bool
    /// By the position of the field: whether the panel tells it of services and tasks, and of schedules.
    private let reported: [Bool]
    private let reportedOfSchedules: [Bool]

    init(project: String, _ options: Planner.Options, _ live: LiveState, _ index: LiveIndex) {
        self.project = project
        self.index = index
        reported = Field.allCases.map(live.capabilities(of: .scheduled).reports)
        reportedOfSchedules = Field.allCases.map(live.capabilities(of: .native).reports)
        isPlain =
            options.writesOwnership && options.resend.isEmpty && options.selection.isAll
            && Field.allCases.allSatisfy(live.capabilities.has) && !reported.contains(false)
    }

    /// Whether the panel's object at `position`, which this run owns, is all that the entry asks for, the ownership too.
    /// `known` are the digests of everything that the entry declares, `dependencies` its own as the index numbers them.
    func isUnchanged(
        _ object: DesiredObject, _ known: (digests: FieldDigests, haveSecrets: Bool), since position: Int,
        _ dependencies: [Int]
    ) -> Bool {
        guard isPlain, object.kind != .native, object.ignored.isEmpty else { return false }
        let ownership = Ownership(
            project: project, key: object.key, digests: known.digests,
            secretPaths: known.haveSecrets ? object.fields.secretPaths : [], isProtected: object.isProtected)
        return index.objects[position].ownership == .owned(ownership)
            && agree(Field.all(of: object.kind), of: object, with: position, dependencies)
    }

    /// Whether the panel tells each of the fields, and has it as the entry declares it.
    func agree(_ fields: [Field], of object: DesiredObject, with position: Int, _ dependencies: [Int]) -> Bool {
        let reported = object.kind == .native ? reportedOfSchedules : reported
        return fields.allSatisfy { field in
            switch field.storage {
            // It is what the service was found by.
            case .name where object.kind == .system: true
            case .dependsOn: object.fields.dependsOn == nil || hasDependencies(position, dependencies)
            default:
                reported[Int(field.position)]
                    && (index.objects.hasValue(of: field, as: object.fields, at: position)
                        || object.fields.agrees(with: index.objects[position].fields, on: field) == true)
            }
        }
    }

    /// Whether these are all that the object has: also none that is not on the panel.
    private func hasDependencies(_ position: Int, _ dependencies: [Int]) -> Bool {
        dependencies == index.dependencies[position]
            && dependencies.count == index.objects[position].fields.dependsOn?.count ?? 0
    }
}
