import PhoenixModel

/// What an export writes, collected from the live objects.
struct ExportContent {
    enum Section {
        case notifications, services, tasks
    }

    private let project: String
    private let services: [LiveObject]
    private let tasks: [LiveObject]
    private let keys: ExportKeys
    private let namesByID: [String: String]
    private var notifications = ExportNotifications()
    private var secrets = ExportSecrets()
    private var blocks: [Section: [ExportBlock]] = [:]

    init(_ live: LiveState, project: String, includesForeign: Bool) {
        self.project = project
        services = live.objects.filter { $0.kind == .system }
        tasks = live.objects.filter { object in
            guard object.kind == .scheduled else { return false }
            switch object.ownership {
            case .owned(let ownership): return ownership.project == project
            case .none: return includesForeign
            // Nobody can tell whose it is.
            case .unreadable: return false
            }
        }
        keys = ExportKeys(services + tasks, project: project)
        namesByID = Dictionary(live.objects.map { ($0.id, $0.fields.name) }) { first, _ in first }
    }

    mutating func collect() {
        var services: [ExportBlock] = []
        for object in self.services { services.append(block(of: object)) }
        var tasks: [ExportBlock] = []
        for object in self.tasks { tasks.append(block(of: object)) }
        blocks[.services] = services.sorted { $0.key < $1.key }
        blocks[.tasks] = tasks.sorted { $0.key < $1.key }
    }

    func has(_ section: Section) -> Bool { blocks[section]?.isEmpty == false }

    // MARK: Objects

    private mutating func block(of object: LiveObject) -> ExportBlock {
        let ownership = object.ownership(of: project)
        var block = ExportBlock(key: keys.byID[object.id] ?? object.id)
        if object.kind == .scheduled, ownership == nil {
            block.comments.append("no project owns it: plan with --adopt")
        }
        if object.kind == .system || object.fields.name != block.key {
            block.entries.append(.init("name", .string(object.fields.name)))
        }
        for field in Field.all(of: object.kind) where field != .name {
            guard isManaged(field, object, ownership) else { continue }
            write(field, of: object, ownership, to: &block)
        }
        if ownership?.isProtected == true { block.entries.append(.init("protect", true)) }
        return block
    }

    /// A task manages everything; of a system service the digests tell what the files managed.
    private func isManaged(_ field: Field, _ object: LiveObject, _ ownership: Ownership?) -> Bool {
        object.kind == .scheduled || ownership?.digests[field] != nil
    }

    private mutating func write(
        _ field: Field, of object: LiveObject, _ ownership: Ownership?, to block: inout ExportBlock
    ) {
        let fields = object.fields
        switch field {
        case .schedule:
            guard let schedule = fields.schedule else { return block.missing(.schedule) }
            block.entries.append(.init("schedule", .string(schedule), isQuoted: true))
        case .dependsOn: if let ids = fields.dependsOn { writeDependencies(ids, of: object.kind, to: &block) }
        case .notify:
            guard let notify = fields.notify, notify != [] || object.kind == .system else { return }
            let names = notifications.names(for: notify, of: object, ownership: ownership, secrets: &secrets)
            guard let names else { return block.comments.append("notify cannot be written in a manifest") }
            block.entries.append(.init("notify", .list(names.map { .string($0) })))
        case _ where field.form == .tree:
            guard let value = fields[field] else {
                return field.defaultValue == nil ? block.missing(field) : ()
            }
            block.entries.append(
                .init(field.rawValue, replacingSecrets(value, field.definition.schema, field, block.key, ownership)))
        default:
            guard let value = fields.canonicalValue(of: field) else { return }
            let isDefault = value == ServiceFields.defaultValue(of: field)
            if isDefault, object.kind == .scheduled { return }
            block.entries.append(.init(field.rawValue, value))
        }
    }

    private mutating func replacingSecrets(
        _ value: Value, _ schema: ValueSchema, _ field: Field, _ key: String, _ ownership: Ownership?
    ) -> Value {
        let paths = SecretPaths(ownership?.secretPaths ?? [])
        return secrets.replacing(
            in: schema.markingWriteOnly(in: value).withoutDefaults(schema), at: field.rawValue, of: key,
            secretPaths: paths)
    }

    private func writeDependencies(
        _ dependencies: [Dependency], of kind: ObjectKind, to block: inout ExportBlock
    ) {
        var known: [String] = []
        for dependency in dependencies {
            switch dependency {
            case .key(let key): known.append(key)
            case .id(let id):
                if let key = keys.byID[id] {
                    known.append(key)
                } else {
                    let name = namesByID[id].map { " (\(Self.commentText($0)))" } ?? ""
                    block.comments.append("also depends on \(Self.commentText(id))\(name), which is not exported")
                }
            }
        }
        guard !known.isEmpty || kind == .system else { return }
        block.entries.append(.init("depends_on", .list(known.sorted().map { .string($0) })))
    }

    /// A text of the panel within a comment: on one line, whatever is in it.
    private static func commentText(_ text: String) -> String { ScalarText.inline(text) }

    // MARK: Text

    func text(of sections: [Section]) -> String {
        var writer = ManifestWriter()
        writer.comment("Written by `phoenix export`.")
        writeVariables(used(in: sections), to: &writer)
        writer.entry("project", .string(project), depth: 0)
        for section in sections {
            switch section {
            case .notifications:
                guard !notifications.blocks.isEmpty else { continue }
                writer.emptyLine()
                writer.heading("notifications")
                for block in notifications.blocks { writer.entry(block.name, block.value, depth: 1) }
            case .services: writeBlocks(blocks[.services] ?? [], "services", to: &writer)
            case .tasks: writeBlocks(blocks[.tasks] ?? [], "tasks", to: &writer)
            }
        }
        return writer.text
    }

    private func writeBlocks(_ blocks: [ExportBlock], _ heading: String, to writer: inout ManifestWriter) {
        guard !blocks.isEmpty else { return }
        writer.emptyLine()
        writer.heading(heading)
        for (index, block) in blocks.enumerated() {
            if index > 0, block.entries.count > 1 { writer.emptyLine() }
            block.write(to: &writer)
        }
    }

    private func writeVariables(_ variables: [ExportSecrets.Variable], to writer: inout ManifestWriter) {
        guard !variables.isEmpty else { return }
        writer.comment("")
        writer.comment("Secrets are not written. Set these variables before `phoenix plan` and `phoenix apply`:")
        for variable in variables { writer.comment("  \(variable.name): \(variable.purpose)") }
        writer.emptyLine()
    }

    private func used(in sections: [Section]) -> [ExportSecrets.Variable] {
        var references: Set<String> = []
        for section in sections {
            if section == .notifications {
                for block in notifications.blocks { references.formUnion(block.value.secretReferences) }
            }
            for entry in (blocks[section] ?? []).flatMap(\.entries) {
                references.formUnion(entry.value.secretReferences)
            }
        }
        return secrets.variables.filter { references.contains("${secret:env:\($0.name)}") }
    }
}

extension Value {
    fileprivate var secretReferences: [String] {
        switch self {
        case .secret(let secret): [secret.reference]
        case .list(let elements): elements.flatMap(\.secretReferences)
        case .map(let map): map.flatMap(\.value.secretReferences)
        default: []
        }
    }
}
