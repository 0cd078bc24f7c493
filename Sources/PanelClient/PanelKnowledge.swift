import PhoenixModel

/// What the responses of one panel have taught about it so far.
actor PanelKnowledge {
    /// Whether a list of services has come back.
    private(set) var servesAPI = false
    private(set) var hasETags = false
    /// What a read of tasks has shown; nil while there has been none.
    private(set) var settled: PanelCapabilities?

    func noteObject(_ object: LiveObject) {
        servesAPI = true
        if object.etag != nil { hasETags = true }
    }

    func noteList() { servesAPI = true }

    func settle(_ capabilities: PanelCapabilities) { settled = capabilities }

    /// Whether the panel stores time zones; nil while nobody knows.
    var hasZones: Bool? { settled?.has(.timezone) }

    /// Learns from the first task of a panel that had none to learn from, made to see whether its time zone stays.
    func settle(by task: LiveObject, hasZones: Bool) {
        if settled == nil {
            settled = PanelCapabilities(
                taskReports: task.fields.task == nil ? .never : .inLists,
                additionalFields: PanelCapabilities.additionalFields(in: [task]), hasETags: hasETags)
        }
        if hasZones {
            settled?.additionalFields.insert(.timezone)
        } else {
            settled?.additionalFields.remove(.timezone)
        }
    }

    /// Whether it is taken to have every addition of the API: `Idempotency-Key` and filters do not show, but all the
    /// fields of its tasks do.
    var isComplete: Bool {
        guard let settled, settled.taskReports == .inLists else { return false }
        return Field.all(of: .scheduled).allSatisfy { settled.has($0) }
    }

    var taskReports: PanelCapabilities.TaskReports? { settled?.taskReports }
}

extension PanelCapabilities {
    /// The fields beyond the documented ones that at least one of the objects reports.
    static func additionalFields(in objects: [LiveObject]) -> Set<Field> {
        var missing = Field.allCases.filter { !$0.isDocumented }
        var found: Set<Field> = []
        // Objects are large: they are looked into where they are.
        for place in objects.indices {
            if missing.isEmpty { break }
            missing.removeAll { field in
                guard objects[place].fields.has(field) else { return false }
                found.insert(field)
                return true
            }
        }
        return found
    }
}
