import Cron
import Diagnostics
import PhoenixModel
import ValueDecoding
import YAMLReading

/// Makes the declarations of one file from its arena. Everything that is wrong is reported; reading goes on behind it.
struct FileDecoder {
    typealias Pair = NodeDecoder.Pair
    typealias Binding = NodeDecoder.Binding

    /// Reads the values.
    var reader: NodeDecoder
    let zones: ZoneDatabase
    let today: Int
    let ownership: any OwnershipKeeping
    private(set) var schema: ManifestSchema
    let serviceFields = Field.all(of: .system)
    /// What is made of the entries of the block that is being read.
    private(set) var form: EntryForm
    var contents = FileContents()
    /// What the entries of the block have where they say nothing.
    private(set) var defaults: FileDefaults
    /// What those of `schedules` will have.
    private var scheduleDefaults: FileDefaults
    var known: KnownTexts
    /// Schedules that a comma cut short, which is said already.
    var splitSchedules: Set<Int> = []
    /// What stands in the file, found by `collectBlocks`.
    private(set) var blocks = DocumentBlocks()
    /// The patches of the set.
    var patches = PatchTable()
    /// The entry that is being read and the patches that it gets; nil for one without any.
    var patching: EntryPatching?

    init(
        _ file: consuming YAMLFile, known: consuming KnownTexts, schema: ManifestSchema, sources: SubstitutionSources,
        zones: ZoneDatabase, today: Int, ownership: any OwnershipKeeping
    ) {
        self.known = known
        self.schema = schema
        reader = NodeDecoder(file, sources: sources)
        self.zones = zones
        self.today = today
        self.ownership = ownership
        form = Self.taskForm(schema)
        defaults = FileDefaults(Field.all(of: .scheduled))
        scheduleDefaults = FileDefaults(Field.all(of: .native))
        contents.isComplete = reader.isComplete
    }

    /// Reads the entries by another copy of the schema.
    mutating func read(by schema: ManifestSchema) {
        self.schema = schema
        form = Self.taskForm(schema)
    }

    /// What the file declares, once its blocks are read.
    var finishedContents: FileContents {
        var finished = contents
        finished.diagnostics = reader.diagnostics
        return finished
    }

    /// Finds what stands in the documents of the file. Whatever does not depend on other files is read already.
    /// - Returns: whether the file takes part in layers, so that all files must be looked at before one is decoded.
    mutating func collectBlocks() -> Bool {
        guard contents.isComplete else { return false }
        var found = DocumentBlocks()
        for document in reader.arena.documents where !reader.arena.isNull(document) { collect(document, into: &found) }
        blocks = found
        return !blocks.values.isEmpty || !blocks.patches.isEmpty
    }

    /// The decoder of a file that is no YAML: with its text for messages, and without nodes.
    func holding(_ file: SourceFile, _ id: SourceFileID) -> FileDecoder {
        var decoder = self
        decoder.reader.source = SourceText(file: id, bytes: file.bytes)
        return decoder
    }

    /// Takes every document of the file for values.
    mutating func collectValues() {
        guard contents.isComplete else { return }
        blocks.valueFiles = reader.arena.documents.filter { !reader.arena.isNull($0) }
    }

    /// Reads the blocks of the file into `contents`, with what the layers of the set have for it.
    mutating func decodeBlocks(_ layers: LayerSet = LayerSet()) {
        if !layers.isEmpty {
            let ownCount = reader.arena.count
            patches = layers.patches
            reader.values = layers.values
            reader.origins = layers.origins
            reader.isLayered = true
            // Values are resolved already, and patches are where they are applied.
            let done = (blocks.values + blocks.patches).map { $0.value..<Int(reader.arena[$0.value].end) }
            var start = 0
            for range in done.sorted(by: { $0.lowerBound < $1.lowerBound }) {
                reader.pointToValues(in: start..<range.lowerBound)
                start = range.upperBound
            }
            reader.pointToValues(in: start..<max(start, ownCount))
        }
        // Defaults hold for the whole file, so they are read before any task.
        for pair in blocks.defaults { decodeDefaults(pair, isRepeated: pair.key != blocks.defaults[0].key, blocks) }
        for pair in blocks.notifications { decodeNotifications(pair) }
        for pair in blocks.limits { decodeLimits(pair) }
        for pair in blocks.services { decodeObjects(pair, .system) }
        for pair in blocks.tasks { decodeObjects(pair, .scheduled) }
        guard !blocks.schedules.isEmpty else { return }
        form = Self.scheduleForm(schema)
        defaults = scheduleDefaults
        for pair in blocks.schedules { decodeObjects(pair, .native) }
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
        var schedules: [Pair] = []
    }

    private mutating func collect(_ document: Int, into blocks: inout DocumentBlocks) {
        guard let mapping = reader.mapping(document, "a manifest") else { return contents.isComplete = false }
        let pairs = reader.pairs(of: mapping)
        if let format = reader.first("format", of: pairs), isSavedPlan(format) {
            reader.report(.savedPlan(at: reader.span(format.key)))
            return contents.isComplete = false
        }
        for (index, pair) in reader.knownPairs(among: pairs, in: schema.document, place: "a manifest", besides: "x-") {
            let key = schema.document.keys[index]
            reader.path.append(.key(pair.key))
            defer { reader.path.removeLast() }
            switch key.name {
            case "project": if let name = reader.key(pair.value) { contents.projects.append(name) }
            case "project_formerly": contents.formerProjects += reader.names(pair.value, key.schema) ?? []
            case "panel": contents.panels += panels(pair.value)
            case "values": blocks.values.append(pair)
            case "patches": blocks.patches.append(pair)
            case "defaults": blocks.defaults.append(pair)
            case "notifications": blocks.notifications.append(pair)
            case "limits": blocks.limits.append(pair)
            case "services": blocks.services.append(pair)
            case "schedules": blocks.schedules.append(pair)
            default: blocks.tasks.append(pair)
            }
        }
    }

    /// The targets that `panel` names: a text, or a list of them.
    private mutating func panels(_ node: Int) -> [PanelBinding] {
        let rule = TextRule(.any, length: 1...500, mayBeSecret: false)
        guard reader.arena[reader.arena.resolved(node)].kind == .sequence else {
            return reader.text(node, rule).map {
                [PanelBinding(targets: [String($0.text.trimmed())], span: reader.span(node))]
            } ?? []
        }
        let names = (reader.listElements(node, 1...100) ?? []).compactMap { reader.text($0, rule)?.text }
        return [PanelBinding(targets: names.map { String($0.trimmed()) }, span: reader.span(node))]
    }

    /// Whether a pair is the one by which a plan that `phoenix plan --out` wrote is known.
    private func isSavedPlan(_ pair: Pair) -> Bool {
        reader.arena.text(of: reader.arena.resolved(pair.value)) == "phoenix plan"
    }

    private mutating func decodeDefaults(_ pair: Pair, isRepeated: Bool, _ blocks: DocumentBlocks) {
        guard !isRepeated else {
            return reader.report(
                .repeatedDefaults(at: reader.span(pair.key), first: reader.span(blocks.defaults[0].key)))
        }
        guard let mapping = reader.mapping(pair.value, "'defaults'") else { return }
        reader.path = [.name("defaults")]
        var draft = ObjectDraft(.scheduled, NamedReference(text: "", span: reader.span(pair.key)))
        let pairs = reader.pairs(of: mapping)
        for (index, pair) in reader.knownPairs(among: pairs, in: schema.defaults, place: "'defaults'") {
            reader.path.append(.key(pair.key))
            defer { reader.path.removeLast() }
            let field = schema.defaultField(index)
            if field == .task {
                // The type alone does not make a task: it joins those that say none.
                let type = reader.value(pair.value, schema.defaults.keys[index].schema)
                if type != nil { defaults.taskNode = pair.value }
            } else {
                read(field, index, of: schema.defaults, pair, .scheduled, into: &draft)
            }
        }
        defaults.take(draft)
        scheduleDefaults.take(draft)
        reader.path = []
    }

    private mutating func decodeNotifications(_ pair: Pair) {
        guard let mapping = reader.mapping(pair.value, "'notifications'") else { return }
        for pair in reader.pairs(of: mapping) {
            reader.path = [.name("notifications")]
            guard let name = reader.key(pair.key) else {
                contents.isComplete = false
                continue
            }
            reader.path.append(.key(pair.key))
            let value = reader.arena.isNull(pair.value) ? nil : reader.value(pair.value, ManifestSchema.notification)
            if reader.arena.isNull(pair.value) {
                reader.report(.emptyBlock("the notification '\(name.text)'", at: reader.span(pair.key)))
            }
            contents.notifications.append(.init(name: name, value: value))
        }
        reader.path = []
    }

    private mutating func decodeLimits(_ pair: Pair) {
        guard let schema = schema.document["limits"]?.schema else { return }
        reader.path = [.name("limits")]
        if case .map(let limits)? = reader.value(pair.value, schema), case .integer(let count)? = limits["heavy_starts"]
        {
            contents.heavyStarts.append(Int(count))
        }
        reader.path = []
    }

    private mutating func decodeObjects(_ pair: Pair, _ kind: ObjectKind) {
        guard let mapping = reader.mapping(pair.value, "'\(reader.arena.text(of: reader.arena.resolved(pair.key)))'")
        else {
            return contents.isComplete = false
        }
        if reader.arena[mapping].count == 0 {
            contents.declaresNoTasks = contents.declaresNoTasks || kind == .scheduled
            contents.declaresNoSchedules = contents.declaresNoSchedules || kind == .native
        }
        contents.objects.reserveCapacity(contents.objects.count + Int(reader.arena[mapping].count))
        contents.details.reserveCapacity(contents.objects.count + Int(reader.arena[mapping].count))
        for pair in reader.pairs(of: mapping) {
            if kind == .system { decodeService(pair) } else { decodeTask(pair) }
        }
    }
}
