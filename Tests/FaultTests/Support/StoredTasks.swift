import PanelStore
import PhoenixModel
import ServicesAPI

/// What a store holds, held against what files say.
struct StoredTasks: Sendable {
    let records: [ServiceRecord]
    /// The fields that count.
    let fields: Set<Field>

    var tasks: [ServiceRecord] { records.filter { $0.kind == .scheduled } }

    subscript(id id: String) -> ServiceRecord? { records.first { String($0.id) == id } }

    /// The only task of that name.
    subscript(named name: String) -> ServiceRecord? {
        let named = tasks.filter { $0.name == name }
        return named.count == 1 ? named[0] : nil
    }

    /// The tasks with the line of that key.
    func owned(by key: String) -> [ServiceRecord] { tasks.filter { $0.ownership?.key == key } }

    /// Everything that is not as in the files: a task too few or too many, a field, a line.
    func differences(from files: TaskFiles) -> [String] {
        var differences: [String] = []
        if records.count - tasks.count != 4 { differences.append("there are not four system services") }
        let names = files.tasks.map(\.fields.name)
        for task in tasks where !names.contains(task.name) { differences.append("'\(task.name)' is there") }
        for object in files.tasks {
            let found = tasks.filter { $0.name == object.fields.name }
            guard found.count == 1 else {
                differences.append("'\(object.fields.name)' is there \(found.count) times")
                continue
            }
            differences += lineProblems(of: found[0], object, project: files.desired.project)
            differences += fieldDifferences(of: found[0], object, files)
        }
        return differences
    }

    /// Whether a record has what was written, as far as that names no keys.
    func has(_ write: ObjectWrite, in record: ServiceRecord) -> Bool {
        if case .set(let ownership) = write.ownership, record.ownership != ownership { return false }
        return fields.subtracting([.dependsOn]).allSatisfy { field in
            !write.fields.has(field)
                || write.fields.canonicalValue(of: field)?.revealed() == record.fields.canonicalValue(of: field)
        }
    }

    private func lineProblems(of record: ServiceRecord, _ object: DesiredObject, project: String) -> [String] {
        let lines = record.description.split(separator: "\n").filter { $0.contains("managed-by:") }
        guard lines.count == 1, let ownership = record.ownership, ownership.project == project,
            ownership.key == object.key
        else { return ["'\(record.name)' has not one line of \(project)/\(object.key): \(lines)"] }
        return []
    }

    private func fieldDifferences(
        of record: ServiceRecord, _ object: DesiredObject, _ files: TaskFiles
    ) -> [String] {
        var wanted = object.fields
        let names = Dictionary(uniqueKeysWithValues: files.desired.objects.map { ($0.key, $0.fields.name) })
        wanted.dependsOn = wanted.dependsOn?.map { .key(names[$0.text] ?? $0.text) }
        var found = record.fields
        found.dependsOn = record.dependsOn.map { id in .key(records.first { $0.id == id }?.name ?? "nothing") }
        return Field.all(of: .scheduled).filter(fields.contains).compactMap { field in
            let value = wanted.canonicalValue(of: field)?.revealed()
            let stored = found.canonicalValue(of: field)
            return value == stored
                ? nil
                : "\(field.rawValue) of '\(record.name)' is \(String(describing: stored)), not \(String(describing: value))"
        }
    }
}

extension ServiceRecord {
    /// What its line says, where it has one that can be read.
    var ownership: Ownership? {
        guard case .owned(let ownership) = OwnershipLine.read(description).ownership else { return nil }
        return ownership
    }

    fileprivate var fields: ServiceFields {
        var fields = ServiceFields(name: name)
        fields.description = OwnershipLine.read(description).text
        fields.schedule = schedule
        fields.timezone = timezone
        fields.enabled = isEnabled
        fields.task = task
        fields.overlap = overlap
        fields.misfire = misfire
        fields.timeout = timeout
        fields.dependsOn = dependsOn.map { .id(String($0)) }
        fields.notify = notify
        return fields
    }
}
