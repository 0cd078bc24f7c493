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
        enum Value {
            case text(String)
            /// The node of a mapping.
            case node(Int)
        }

        let name: String
        let value: Value
    }

    var arena: NodeArena
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
    /// What stands in the file, found by `collectBlocks`.
    private(set) var blocks = DocumentBlocks()
    /// What the layers of the set say.
    var layers = LayerSet()
    /// Whether the arena is that of the values themselves.
    var ownsValues = false
    /// The files of grafted nodes.
    var origins: [NodeOrigin] = []
    /// The nodes that references to values lead to, nil for those that lead nowhere.
    var valueNodes: [String: Int?] = [:]
    /// Nodes of the layers by their copies in the arena.
    var grafts: [Int: Int] = [:]
    /// Texts of entries of `for_each`, taken apart.
    var templates: [Int: TextTemplate] = [:]
    /// The entry that is being read and the patches that it gets; nil for one without any.
    var patching: EntryPatching?

    var values: ValueTable { layers.values }

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

    /// A decoder of nodes that were grafted from the files of a set.
    init(_ arena: consuming NodeArena, origins: [NodeOrigin], sources: SubstitutionSources) {
        self.init(
            YAMLFile(file: SourceFileID(index: 0), bytes: []), known: KnownTexts(), sources: sources, zones: .system,
            today: 0, ownership: nil)
        self.arena = arena
        self.origins = origins
    }

    /// Finds what stands in the documents of the file. Whatever does not depend on other files is read already.
    /// - Returns: whether the file takes part in layers, so that all files must be looked at before one is decoded.
    mutating func collectBlocks() -> Bool {
        guard contents.isComplete else { return false }
        var found = DocumentBlocks()
        for document in arena.documents where !arena.isNull(document) { collect(document, into: &found) }
        blocks = found
        return !blocks.values.isEmpty || !blocks.patches.isEmpty
    }

    /// The decoder of a file that is no YAML: with its text for messages, and without nodes.
    func holding(_ file: SourceFile, _ id: SourceFileID) -> FileDecoder {
        var decoder = self
        decoder.source = SourceText(file: id, bytes: file.bytes)
        return decoder
    }

    /// Takes every document of the file for values.
    mutating func collectValues() {
        guard contents.isComplete else { return }
        blocks.valueFiles = arena.documents.filter { !arena.isNull($0) }
    }

    /// Reads the blocks of the file into `contents`, with what the layers of the set have for it.
    mutating func decodeBlocks(_ layers: LayerSet = LayerSet()) {
        if !layers.isEmpty {
            let ownCount = arena.count
            self.layers = layers
            origins = layers.origins
            // Values are resolved already, and patches are where they are applied.
            let done = (blocks.values + blocks.patches).map { $0.value..<Int(arena[$0.value].end) }
            var start = 0
            for range in done.sorted(by: { $0.lowerBound < $1.lowerBound }) {
                pointToValues(in: start..<range.lowerBound)
                start = range.upperBound
            }
            pointToValues(in: start..<max(start, ownCount))
        }
        // Defaults hold for the whole file, so they are read before any task.
        for pair in blocks.defaults { decodeDefaults(pair, isRepeated: pair.key != blocks.defaults[0].key, blocks) }
        for pair in blocks.notifications { decodeNotifications(pair) }
        for pair in blocks.limits { decodeLimits(pair) }
        for pair in blocks.services { decodeObjects(pair, .system) }
        for pair in blocks.tasks { decodeObjects(pair, .scheduled) }
    }

    /// The blocks of all documents of a file.
    struct DocumentBlocks {
        var values: [Pair] = []
        /// The documents of a file of values.
        var valueFiles: [Int] = []
        var patches: [Pair] = []
        var defaults: [Pair] = []
        var notifications: [Pair] = []
        var limits: [Pair] = []
        var services: [Pair] = []
        var tasks: [Pair] = []
    }

    private mutating func collect(_ document: Int, into blocks: inout DocumentBlocks) {
        guard let mapping = mapping(document, "a manifest") else { return contents.isComplete = false }
        if let format = pairs(of: mapping).first(where: { isSavedPlan($0) }) {
            report(.savedPlan(at: span(format.key)))
            return contents.isComplete = false
        }
        forEachKey(of: mapping, in: schema.document, place: "a manifest", besides: "x-") { decoder, index, pair in
            let key = decoder.schema.document.keys[index]
            switch key.name {
            case "project": if let name = decoder.key(pair.value) { decoder.contents.projects.append(name) }
            case "project_formerly": decoder.contents.formerProjects += decoder.names(pair.value, key.schema) ?? []
            case "panel": decoder.contents.panels += decoder.panels(pair.value)
            case "values": blocks.values.append(pair)
            case "patches": blocks.patches.append(pair)
            case "defaults": blocks.defaults.append(pair)
            case "notifications": blocks.notifications.append(pair)
            case "limits": blocks.limits.append(pair)
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
        let keys = schema.defaults.keys
        var draft = ObjectDraft(.scheduled, NamedReference(text: "", span: span(pair.key)))
        forEachKey(of: mapping, in: schema.defaults, place: "'defaults'") { decoder, index, pair in
            let key = keys[index]
            guard key.name == Field.task.rawValue else {
                return decoder.read(
                    decoder.schema.defaultField(index), key, pair, .scheduled, into: &draft)
            }
            // The type alone does not make a task: it joins those that say none.
            if decoder.value(pair.value, key.schema) != nil { decoder.defaults.taskNode = pair.value }
        }
        defaults.take(draft)
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

    private mutating func decodeLimits(_ pair: Pair) {
        guard let schema = schema.document["limits"]?.schema else { return }
        path = [.name("limits")]
        if case .map(let limits)? = value(pair.value, schema), case .integer(let count)? = limits["heavy_starts"] {
            contents.heavyStarts.append(Int(count))
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

    mutating func report(_ diagnostic: Diagnostic) {
        contents.diagnostics.append(patching?.named(diagnostic) ?? diagnostic)
    }

    func span(_ node: Int) -> SourceSpan {
        guard let origin = origin(of: node) else { return arena.span(node, in: source) }
        return origin.place ?? arena.span(node, in: origin.source)
    }

    /// The file that a node was grafted from; nil for those of the file itself.
    private func origin(of node: Int) -> NodeOrigin? {
        arena.origin(of: node).flatMap { origins.indices.contains($0) ? origins[$0] : nil }
    }

    /// The text that a node stands in.
    func source(of node: Int) -> SourceText { origin(of: node)?.source ?? source }

    /// Where the placeholders of a node get their texts from.
    func sources(of node: Int) -> SubstitutionSources { origin(of: node)?.sources ?? sources }

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
