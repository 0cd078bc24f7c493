import Cron
import Diagnostics
import PhoenixModel
import YAMLReading

/// Makes the declarations of one file from its arena. Everything that is wrong is reported; reading goes on behind it.
struct FileDecoder {
    /// A key and its value in a mapping, as indices of nodes.
    struct Pair {
        let key: Int
        let value: Int
    }

    /// A step from an object to what is being read, for messages.
    enum PathStep {
        case key(Int)
        case name(String)
        case index(Int)
    }

    /// A name of `for_each` with one of its values.
    struct Binding {
        let name: String
        let value: String
    }

    let arena: NodeArena
    let sources: SubstitutionSources
    let zones: ZoneDatabase
    let today: Int
    /// Nil where no objects are declared.
    let ownership: (any OwnershipKeeping)?
    /// Read from its global once.
    let schema = ManifestSchema.current
    let taskFields = Field.all(of: .scheduled)
    let serviceFields = Field.all(of: .system)
    var source: SourceText
    var contents = FileContents()
    var defaults: FileDefaults
    var bindings: [Binding] = []
    var path: [PathStep] = []
    /// Set when a secret is read, for the object that is being made.
    var hasSecrets = false
    /// How many values were read that are not what they should be.
    var misreadCount = 0
    /// How many nodes `for_each` has gone over.
    var expandedCount = 0
    var known: KnownTexts
    /// Schedules that a comma cut short, which is said already.
    var splitSchedules: Set<Int> = []

    init(
        _ reader: consuming YAMLFile, known: consuming KnownTexts, sources: SubstitutionSources,
        zones: ZoneDatabase, today: Int, ownership: (any OwnershipKeeping)?
    ) {
        self.known = known
        arena = reader.arena
        source = reader.source
        self.sources = sources
        self.zones = zones
        self.today = today
        self.ownership = ownership
        defaults = FileDefaults(taskFields)
        contents.diagnostics = reader.diagnostics
        contents.isComplete = reader.isComplete
    }

    /// Reads all documents of the file into `contents`.
    mutating func decode() {
        guard contents.isComplete else { return }
        var blocks = DocumentBlocks()
        for document in arena.documents where !arena.isNull(document) { collect(document, into: &blocks) }
        // Defaults hold for the whole file, so they are read before any task.
        for pair in blocks.defaults { decodeDefaults(pair, isRepeated: pair.key != blocks.defaults[0].key, blocks) }
        for pair in blocks.notifications { decodeNotifications(pair) }
        for pair in blocks.services { decodeObjects(pair, .system) }
        for pair in blocks.tasks { decodeObjects(pair, .scheduled) }
    }

    /// The blocks of all documents of a file.
    struct DocumentBlocks {
        var defaults: [Pair] = []
        var notifications: [Pair] = []
        var services: [Pair] = []
        var tasks: [Pair] = []
    }

    private mutating func collect(_ document: Int, into blocks: inout DocumentBlocks) {
        guard let mapping = mapping(document, "a manifest") else { return contents.isComplete = false }
        if let format = pairs(of: mapping).first(where: { isSavedPlan($0) }) {
            report(.savedPlan(at: span(format.key)))
            return contents.isComplete = false
        }
        forEachKey(of: mapping, in: schema.document, place: "a manifest") { decoder, index, pair in
            let key = decoder.schema.document.keys[index]
            switch key.name {
            case "project": if let name = decoder.key(pair.value) { decoder.contents.projects.append(name) }
            case "project_formerly": decoder.contents.formerProjects += decoder.names(pair.value, key.schema) ?? []
            case "defaults": blocks.defaults.append(pair)
            case "notifications": blocks.notifications.append(pair)
            case "services": blocks.services.append(pair)
            default: blocks.tasks.append(pair)
            }
        }
    }

    /// Whether a pair is the one by which a plan that `phoenix plan --out` wrote is known.
    private func isSavedPlan(_ pair: Pair) -> Bool {
        names(pair, "format") && arena.text(of: arena.resolved(pair.value)) == "phoenix plan"
    }

    private mutating func decodeDefaults(_ pair: Pair, isRepeated: Bool, _ blocks: DocumentBlocks) {
        guard !isRepeated else {
            return report(
                .repeatedDefaults(at: span(pair.key), first: span(blocks.defaults[0].key)))
        }
        guard let mapping = mapping(pair.value, "'defaults'") else { return }
        path = [.name("defaults")]
        forEachKey(of: mapping, in: schema.defaults, place: "'defaults'") { decoder, index, pair in
            let field = decoder.schema.defaultFields[index]
            let key = decoder.schema.defaults.keys[index]
            if field.form == .notifications {
                decoder.defaults.notifyList = decoder.notifyList(pair.value, key.schema)
            } else {
                decoder.defaults.set(field, decoder.fieldValue(field, pair.value, key.schema))
            }
        }
        path = []
    }

    private mutating func decodeNotifications(_ pair: Pair) {
        guard let mapping = mapping(pair.value, "'notifications'") else { return }
        for pair in pairs(of: mapping) {
            path = [.name("notifications")]
            guard let name = key(pair.key) else {
                contents.isComplete = false
                continue
            }
            path.append(.key(pair.key))
            let value = arena.isNull(pair.value) ? nil : value(pair.value, ManifestSchema.notification)
            if arena.isNull(pair.value) { report(.emptyBlock("the notification '\(name.text)'", at: span(pair.key))) }
            contents.notifications.append(.init(name: name, value: value))
        }
        path = []
    }

    private mutating func decodeObjects(_ pair: Pair, _ kind: ObjectKind) {
        guard let mapping = mapping(pair.value, "'\(arena.text(of: arena.resolved(pair.key)))'") else {
            return contents.isComplete = false
        }
        if kind == .scheduled, arena[mapping].count == 0 { contents.declaresNoTasks = true }
        contents.objects.reserveCapacity(contents.objects.count + Int(arena[mapping].count))
        contents.details.reserveCapacity(contents.objects.count + Int(arena[mapping].count))
        for pair in pairs(of: mapping) {
            if kind == .system { decodeService(pair) } else { decodeTask(pair) }
        }
    }

    // MARK: Reports

    mutating func report(_ diagnostic: Diagnostic) { contents.diagnostics.append(diagnostic) }

    func span(_ node: Int) -> SourceSpan { arena.span(node, in: source) }

    /// The way from the object to what is being read: `'task.data.servers[2]'`.
    var field: String {
        var text = ""
        for step in path {
            switch step {
            case .key(let node): text += (text.isEmpty ? "" : ".") + arena.text(of: arena.resolved(node))
            case .name(let name): text += (text.isEmpty ? "" : ".") + name
            case .index(let index): text += "[\(index)]"
            }
        }
        return text.isEmpty ? "it" : "'\(text)'"
    }
}
