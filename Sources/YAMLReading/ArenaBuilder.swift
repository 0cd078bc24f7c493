import CLibYAML
import Diagnostics
import Glibc

/// Reads the events of libyaml into an arena and checks what holds for every YAML file of phoenix: bounded depth and
/// size, known anchors, keys that are text and stand once in a mapping.
package struct ArenaBuilder: ~Copyable {
    private struct Frame {
        let node: Int
        /// How deep the nodes below go.
        var height = 0
        var childCount = 0
        /// How many nodes, aliases written out, the file had when this one began.
        let startCount: Int
    }

    private struct Anchor {
        let node: Int
        /// nil while the node is not complete.
        var size: (count: Int, height: Int)?
    }

    static let depthLimit = 100
    package static let expansionLimit = 1_000_000
    /// More than any set of tasks within 64 MiB has.
    static let nodeLimit = 8_000_000

    private let source: SourceText
    private let parser: ParserHandle
    private(set) var arena: NodeArena
    private(set) var diagnostics: [Diagnostic] = []
    /// What ended the reading before the end, other than the syntax.
    private(set) var isStopped = false
    /// The collections around the innermost one.
    private var outerFrames: [Frame] = []
    /// The innermost collection; outside of any, a frame without a node.
    private var frame = Frame(node: -1, startCount: 0)
    private var depth = 0
    private var anchors: [String: Anchor] = [:]
    /// The anchors of collections that are not complete: of the innermost one last.
    private var openAnchors: [(name: String, node: Int)] = []
    /// How many nodes aliases have added so far.
    private var aliasedCount = 0
    /// The keys of the mapping that is being checked.
    private var keys: [Key] = []

    private struct Key {
        let node: Int
        /// The length, the first and the last byte: most keys of a mapping differ in one of them.
        let glance: UInt64
    }

    /// Reads into an arena, whose room it uses.
    init(_ source: SourceText, _ arena: consuming NodeArena) {
        self.source = source
        self.arena = arena
        parser = ParserHandle(source.bytes)
        self.arena.removeAll()
        self.arena.nodes.reserveCapacity(source.bytes.count / 12)
        self.arena.bytes.reserveCapacity(source.bytes.count)
    }

    /// Reads up to the end.
    /// - Returns: what libyaml says is wrong with the text; nil when it was read, or stopped for another reason.
    mutating func build() -> SyntaxFailure? {
        var event = yaml_event_t()
        while !isStopped {
            guard yaml_parser_parse(parser.pointer, &event) == 1 else {
                return SyntaxFailure(parser.pointer.pointee)
            }
            let isEnd = event.type == YAML_STREAM_END_EVENT || event.type == YAML_NO_EVENT
            take(&event)
            yaml_event_delete(&event)
            if isEnd { break }
        }
        return nil
    }

    /// Gives the arena away.
    consuming func finish() -> NodeArena { arena }

    private mutating func take(_ event: UnsafePointer<yaml_event_t>) {
        switch event.pointee.type {
        case YAML_DOCUMENT_START_EVENT: anchors.removeAll()
        case YAML_SCALAR_EVENT: takeScalar(event)
        case YAML_SEQUENCE_START_EVENT:
            let isFlow = event.pointee.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
            checkTag(event.pointee.data.sequence_start.tag, "tag:yaml.org,2002:seq", event)
            open(.sequence, isFlow: isFlow, event.pointee.data.sequence_start.anchor, event)
        case YAML_MAPPING_START_EVENT:
            let isFlow = event.pointee.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
            checkTag(event.pointee.data.mapping_start.tag, "tag:yaml.org,2002:map", event)
            open(.mapping, isFlow: isFlow, event.pointee.data.mapping_start.anchor, event)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: close(event)
        case YAML_ALIAS_EVENT: takeAlias(event)
        default: break
        }
    }

    // MARK: Nodes

    private mutating func takeScalar(_ event: UnsafePointer<yaml_event_t>) {
        let data = event.pointee.data.scalar
        let style: YAMLNode.Style =
            switch data.style {
            case YAML_PLAIN_SCALAR_STYLE: .plain
            case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
            default: .quoted
            }
        let hasDollar = memchr(data.value, Int32(UInt8(ascii: "$")), data.length) != nil
        var flags: YAMLNode.Flags = hasDollar ? .special : []
        if let tag = data.tag, isTextTag(tag, event) { flags.insert(.text) }
        let index = append(
            node(.scalar, style, flags, event, first: arena.bytes.count, count: data.length))
        arena.bytes.append(contentsOf: UnsafeBufferPointer(start: data.value, count: data.length))
        if let anchor = data.anchor { anchors[Self.text(anchor)] = Anchor(node: index, size: (1, 0)) }
    }

    /// The next node, at the place of an event. No number here is more than a small multiple of the file's size, which is
    /// limited: 32 bits hold them all.
    private func node(
        _ kind: YAMLNode.Kind, _ style: YAMLNode.Style, _ flags: YAMLNode.Flags, _ event: UnsafePointer<yaml_event_t>,
        first: Int = 0, count: Int = 0
    ) -> YAMLNode {
        YAMLNode(
            kind: kind, style: style, flags: flags,
            line: Int32(truncatingIfNeeded: event.pointee.start_mark.line),
            column: Int32(truncatingIfNeeded: event.pointee.start_mark.column),
            endLine: Int32(truncatingIfNeeded: event.pointee.end_mark.line),
            endColumn: Int32(truncatingIfNeeded: event.pointee.end_mark.column),
            end: Int32(truncatingIfNeeded: arena.nodes.count + 1), first: Int32(truncatingIfNeeded: first),
            count: Int32(truncatingIfNeeded: count))
    }

    private mutating func open(
        _ kind: YAMLNode.Kind, isFlow: Bool, _ anchor: UnsafeMutablePointer<yaml_char_t>?,
        _ event: UnsafePointer<yaml_event_t>
    ) {
        guard depth < Self.depthLimit else { return stop(.tooDeep(at: span(event))) }
        let startCount = arena.nodes.count + aliasedCount
        let index = append(node(kind, isFlow ? .flow : .block, [], event))
        if let anchor {
            let name = Self.text(anchor)
            anchors[name] = Anchor(node: index, size: nil)
            openAnchors.append((name, index))
        }
        outerFrames.append(frame)
        frame = Frame(node: index, startCount: startCount)
        depth += 1
    }

    private mutating func close(_ event: UnsafePointer<yaml_event_t>) {
        guard let outer = outerFrames.popLast() else { return }
        let closed = frame
        let size = arena.nodes.count + aliasedCount - closed.startCount
        arena.nodes[closed.node].close(
            end: arena.nodes.count, size: size, childCount: closed.childCount, at: event.pointee.end_mark)
        frame = outer
        frame.height = max(frame.height, closed.height + 1)
        depth -= 1
        if let (name, node) = openAnchors.last, node == closed.node {
            openAnchors.removeLast()
            if anchors[name]?.node == node { anchors[name]?.size = (size, closed.height) }
        }
        if arena.nodes[closed.node].kind == .mapping { checkKeys(of: closed.node) }
    }

    private mutating func takeAlias(_ event: UnsafePointer<yaml_event_t>) {
        guard let pointer = event.pointee.data.alias.anchor else { return }
        let name = Self.text(pointer)
        guard let anchor = anchors[name] else {
            diagnostics.append(.unknownAnchor(name, known: anchors.keys.sorted(), at: span(event)))
            return takeBroken(event)
        }
        guard let size = anchor.size else {
            diagnostics.append(.recursiveAnchor(name, at: span(event)))
            return takeBroken(event)
        }
        aliasedCount += size.count
        guard aliasedCount <= Self.expansionLimit else { return stop(.expansionTooLarge(at: span(event))) }
        guard depth + size.height < Self.depthLimit else { return stop(.tooDeep(at: span(event))) }
        frame.height = max(frame.height, size.height + 1)
        append(node(.alias, .plain, [], event, first: anchor.node))
    }

    /// Stands in where an alias is wrong, which is said already.
    private mutating func takeBroken(_ event: UnsafePointer<yaml_event_t>) {
        append(node(.scalar, .plain, .broken, event))
    }

    @discardableResult
    private mutating func append(_ node: YAMLNode) -> Int {
        let index = arena.nodes.count
        if index >= Self.nodeLimit { stop(.fileHasTooMuch(at: SourceSpan(startOf: source.file))) }
        arena.nodes.append(node)
        if depth == 0 { arena.documents.append(index) }
        frame.childCount += 1
        return index
    }

    private mutating func stop(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
        isStopped = true
    }

    // MARK: Checks

    private mutating func checkKeys(of mapping: Int) {
        let pairCount = Int(arena.nodes[mapping].count)
        keys.removeAll(keepingCapacity: true)
        var key = mapping + 1
        for _ in 0..<pairCount {
            let node = arena.resolved(key)
            if arena.nodes[node].kind == .scalar {
                if arena.isMergeKey(node) { arena.nodes[mapping].flags.insert(.special) }
                keys.append(Key(node: key, glance: glance(at: node)))
            } else {
                diagnostics.append(.keyIsNoText(at: arena.span(key, in: source)))
            }
            key = Int(arena.nodes[Int(arena.nodes[key].end)].end)
        }
        if keys.count <= 12 { comparePairs() } else { compareHashed() }
    }

    private func glance(at scalar: Int) -> UInt64 {
        let (first, count) = (Int(arena.nodes[scalar].first), Int(arena.nodes[scalar].count))
        guard count > 0 else { return 0 }
        return UInt64(count) << 16 | UInt64(arena.bytes[first]) << 8 | UInt64(arena.bytes[first + count - 1])
    }

    private mutating func comparePairs() {
        for position in keys.indices.dropFirst() {
            for earlier in 0..<position
            where keys[earlier].glance == keys[position].glance
                && haveEqualText(keys[earlier].node, keys[position].node)
            {
                reportDuplicate(keys[position].node, of: keys[earlier].node)
                break
            }
        }
    }

    private mutating func compareHashed() {
        var seen: [Int: Int] = [:]
        seen.reserveCapacity(keys.count)
        for key in keys.map(\.node) {
            var hasher = Hasher()
            arena.withBytes(of: arena.resolved(key)) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
            let hash = hasher.finalize()
            if let earlier = seen[hash], haveEqualText(earlier, key) {
                reportDuplicate(key, of: earlier)
            } else {
                seen[hash] = key
            }
        }
    }

    private func haveEqualText(_ left: Int, _ right: Int) -> Bool {
        arena.withBytes(of: arena.resolved(left)) { left in
            arena.withBytes(of: arena.resolved(right)) { right in left.elementsEqual(right) }
        }
    }

    private mutating func reportDuplicate(_ key: Int, of earlier: Int) {
        arena.nodes[key].flags.insert(.repeated)
        diagnostics.append(
            .duplicateMappingKey(
                arena.text(of: arena.resolved(key)), at: arena.span(key, in: source),
                first: arena.span(earlier, in: source)))
    }

    private mutating func checkTag(
        _ tag: UnsafeMutablePointer<yaml_char_t>?, _ allowed: String, _ event: UnsafePointer<yaml_event_t>
    ) {
        guard let tag else { return }
        let name = Self.text(tag)
        if name != allowed, name != "!" { diagnostics.append(.unsupportedTag(name, at: span(event))) }
    }

    private mutating func isTextTag(_ tag: UnsafeMutablePointer<yaml_char_t>, _ event: UnsafePointer<yaml_event_t>)
        -> Bool
    {
        let name = Self.text(tag)
        if name == "!" || name == "tag:yaml.org,2002:str" { return true }
        let others = ["int", "float", "bool", "null"].map { "tag:yaml.org,2002:\($0)" }
        if !others.contains(name) { diagnostics.append(.unsupportedTag(name, at: span(event))) }
        return false
    }

    private func span(_ event: UnsafePointer<yaml_event_t>) -> SourceSpan {
        source.span(
            line: Int(clamping: event.pointee.start_mark.line), column: Int(clamping: event.pointee.start_mark.column),
            endLine: Int(clamping: event.pointee.end_mark.line), endColumn: Int(clamping: event.pointee.end_mark.column)
        )
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>) -> String {
        pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
    }
}

extension YAMLNode {
    /// Completes a collection. `end` is the index behind its last node, `size` how many nodes it has with its aliases
    /// written out.
    fileprivate mutating func close(end: Int, size: Int, childCount: Int, at mark: yaml_mark_t) {
        self.end = Int32(clamping: end)
        first = Int32(clamping: size)
        count = Int32(clamping: kind == .mapping ? childCount / 2 : childCount)
        endLine = Int32(clamping: mark.line)
        endColumn = Int32(clamping: mark.column)
    }
}
