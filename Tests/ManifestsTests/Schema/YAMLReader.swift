import CLibYAML
import PhoenixModel

/// Reads YAML the way editors do before they check it against a schema: plain scalars by the core schema of YAML 1.2,
/// aliases and merge keys resolved.
struct YAMLReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private var anchors: [String: Value] = [:]

    /// The documents of the text; nil when it is no YAML.
    static func documents(of text: String) -> [Value]? {
        var reader = YAMLReader()
        var bytes = Array(text.utf8)
        return bytes.withUnsafeMutableBufferPointer { buffer in
            yaml_parser_set_input_string(reader.parser, buffer.baseAddress, buffer.count)
            return reader.readStream()
        }
    }

    private init() {
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    private enum Node {
        case value(Value)
        case end
    }

    private mutating func readStream() -> [Value]? {
        var documents: [Value] = []
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { return nil }
            let type = event.type
            yaml_event_delete(&event)
            switch type {
            case YAML_DOCUMENT_START_EVENT:
                guard case .value(let value) = readNode() else { return nil }
                documents.append(value)
            case YAML_STREAM_END_EVENT: return documents
            default: continue
            }
        }
    }

    private mutating func readNode() -> Node? {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { return nil }
        defer { yaml_event_delete(&event) }
        switch event.type {
        case YAML_ALIAS_EVENT:
            return anchors[String(cString: event.data.alias.anchor)].map { .value($0) }
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let text = String(decoding: bytes, as: UTF8.self)
            let value = scalar.style == YAML_PLAIN_SCALAR_STYLE ? Self.plain(text) : .string(text)
            return remember(value, scalar.anchor)
        case YAML_SEQUENCE_START_EVENT:
            var elements: [Value] = []
            while let node = readNode() {
                guard case .value(let value) = node else {
                    return remember(.list(elements), event.data.sequence_start.anchor)
                }
                elements.append(value)
            }
            return nil
        case YAML_MAPPING_START_EVENT: return readMapping().flatMap { remember($0, event.data.mapping_start.anchor) }
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .end
        default: return nil
        }
    }

    private mutating func readMapping() -> Value? {
        var own = ValueMap()
        var merged = ValueMap()
        while let node = readNode() {
            guard case .value(let key) = node else {
                for (key, value) in merged where own[key] == nil { own[key] = value }
                return .map(own)
            }
            guard case .value(let value) = readNode() else { return nil }
            let name = key.plainText ?? key.jsonText()
            if name == "<<", case .map(let map) = value {
                for (key, value) in map { merged[key] = value }
            } else {
                own[name] = value
            }
        }
        return nil
    }

    private mutating func remember(_ value: Value, _ anchor: UnsafeMutablePointer<yaml_char_t>?) -> Node {
        if let anchor { anchors[String(cString: anchor)] = value }
        return .value(value)
    }

    private static func plain(_ text: String) -> Value {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        guard text.utf8.allSatisfy({ "+-.eE0123456789".utf8.contains($0) }) else { return .string(text) }
        if let integer = Int64(text) { return .integer(integer) }
        return Double(text).map { .number($0) } ?? .string(text)
    }
}
