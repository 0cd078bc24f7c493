import Diagnostics
import PhoenixModel
import ValueDecoding
import YAMLReading

/// Puts the values and patches of all files together, layer by layer.
struct LayerBuilder {
    /// A value with the place of its name.
    private struct Entry {
        let node: Int
        let span: SourceSpan
    }

    private var arena = NodeArena()
    private let origins: [NodeOrigin]
    private let sources: SubstitutionSources
    /// Those of the layers before, and those of the layer that is being read.
    private var values: [String: Entry] = [:]
    private var current: [String: Entry] = [:]
    private var patches: [(patch: Patch, pattern: KeyPattern)] = []
    /// What `--set` names that no layer before has.
    private(set) var additions: [(name: String, known: [String], span: SourceSpan)] = []

    /// - Parameters:
    ///   - origins: the files that will be added, by their numbers.
    ///   - sources: what placeholders get their texts from that stand in no file.
    init(_ origins: [NodeOrigin], _ sources: SubstitutionSources) {
        self.origins = origins
        self.sources = sources
    }

    /// Adds what a file has for its layer. Files come in the order of their layers.
    mutating func add(_ blocks: FileDecoder.DocumentBlocks, _ decoder: inout NodeDecoder, file: Int, layer: Int) {
        for pair in blocks.values { addValues(pair.value, "'values'", &decoder, file) }
        for node in blocks.valueFiles { addValues(node, "a file of values", &decoder, file) }
        for pair in blocks.patches { addPatches(pair, &decoder, file, layer) }
    }

    /// Ends a layer: what it says wins over the layers before. Mappings are merged, and `null` takes a value out.
    mutating func endLayer() {
        for (name, entry) in current.sorted(by: { $0.key < $1.key }) {
            if arena.isNull(entry.node) {
                values[name] = nil
            } else if let earlier = values[name] {
                values[name] = Entry(node: merged(earlier.node, entry.node), span: entry.span)
            } else {
                values[name] = entry
            }
        }
        current = [:]
    }

    /// Resolves the references within the values.
    func finish(_ diagnostics: inout [Diagnostic]) -> LayerSet {
        var resolver = ValueResolver(arena, names: values.mapValues(\.node), origins, sources)
        resolver.resolveAll()
        diagnostics += resolver.diagnostics
        return LayerSet(values: resolver.table, patches: PatchTable(patches), origins: origins)
    }

    // MARK: Values

    private mutating func addValues(_ node: Int, _ place: String, _ decoder: inout NodeDecoder, _ file: Int) {
        guard let mapping = decoder.mapping(node, place) else { return }
        for pair in decoder.pairs(of: mapping) {
            let name = decoder.arena.text(of: decoder.arena.resolved(pair.key))
            guard Reference.path("values.\(name)")?.count == 2 else {
                decoder.report(.badValueName(name, at: decoder.span(pair.key)))
                continue
            }
            let span = decoder.span(pair.key)
            if let earlier = current[name] {
                // A name that stands twice in one mapping is reported as such.
                if !decoder.arena[pair.key].flags.contains(.repeated) {
                    decoder.report(.duplicateValue(name, at: span, first: earlier.span))
                }
                continue
            }
            current[name] = Entry(node: arena.graft(pair.value, of: decoder.arena, origin: file), span: span)
        }
    }

    /// Takes the texts of `--set`, which stand in a file of their own, a line each.
    mutating func addSettings(_ settings: [ValueSetting], file: Int) {
        for (line, setting) in settings.enumerated() {
            var node = arena.graftText(setting.text, line: line, columns: setting.textColumns, origin: file)
            let place = node
            for name in setting.path.dropFirst().reversed() {
                let key = arena.graftText(name, line: line, columns: 0..<setting.nameLength, origin: file)
                node = arena.graftMapping([(key, node)], at: place)
            }
            let name = setting.path[0]
            let span = origins[file].source.span(line: line, column: 0, endLine: line, endColumn: setting.nameLength)
            if values[name] == nil { additions.append((name, values.keys.sorted(), span)) }
            let merged = current[name].map { self.merged($0.node, node) } ?? node
            current[name] = Entry(node: merged, span: span)
        }
    }

    private mutating func merged(_ lower: Int, _ upper: Int) -> Int {
        let (lower, upper) = (arena.resolved(lower), arena.resolved(upper))
        guard arena[lower].kind == .mapping, arena[upper].kind == .mapping else { return upper }
        var pairs = pairs(of: lower)
        for pair in self.pairs(of: upper) {
            let name = arena.text(of: arena.resolved(pair.key))
            guard let index = pairs.firstIndex(where: { arena.text(of: arena.resolved($0.key)) == name }) else {
                pairs.append(pair)
                continue
            }
            if arena.isNull(pair.value) {
                pairs.remove(at: index)
            } else {
                pairs[index] = (pair.key, merged(pairs[index].value, pair.value))
            }
        }
        return arena.graftMapping(pairs, at: upper)
    }

    /// With what merge keys bring in.
    private func pairs(of mapping: Int) -> [(key: Int, value: Int)] {
        guard arena[mapping].flags.contains(.special) else { return arena.pairs(of: mapping) }
        var reader = NodeDecoder(arena, origins: origins, sources: sources)
        return reader.pairs(of: mapping).map { ($0.key, $0.value) }
    }

    // MARK: Patches

    private static let unpatchable = ["for_each", "except", "key"]

    private mutating func addPatches(_ pair: NodeDecoder.Pair, _ decoder: inout NodeDecoder, _ file: Int, _ layer: Int)
    {
        guard let mapping = decoder.mapping(pair.value, "'patches'") else { return }
        for pair in decoder.pairs(of: mapping) {
            let text = decoder.arena.text(of: decoder.arena.resolved(pair.key))
            guard let pattern = KeyPattern(text) else {
                decoder.report(.badPattern(text, at: decoder.span(pair.key)))
                continue
            }
            guard let node = patch(pair, text, &decoder) else { continue }
            let end = decoder.arena[pair.value]
            let whole = decoder.source.span(
                line: Int(decoder.arena[pair.key].line), column: Int(decoder.arena[pair.key].column),
                endLine: Int(end.endLine), endColumn: Int(end.endColumn))
            patches.append(
                (
                    Patch(
                        layer: layer, file: file, keySpan: decoder.span(pair.key), extent: whole,
                        node: node.map { arena.graft($0, of: decoder.arena, origin: file) }), pattern
                ))
        }
    }

    /// The mapping of a patch, `.some(nil)` for one that takes entries out; nil when it is wrong.
    private func patch(_ pair: NodeDecoder.Pair, _ text: String, _ decoder: inout NodeDecoder) -> Int?? {
        if decoder.arena.isNull(pair.value) { return .some(nil) }
        guard let mapping = decoder.mapping(pair.value, "the patch of '\(text)'") else { return nil }
        var isFine = true
        for inner in decoder.pairs(of: mapping) {
            let name = decoder.arena.text(of: decoder.arena.resolved(inner.key))
            guard Self.unpatchable.contains(name) else { continue }
            decoder.report(.unpatchable(name, at: decoder.span(inner.key)))
            isFine = false
        }
        return isFine ? .some(mapping) : nil
    }
}
