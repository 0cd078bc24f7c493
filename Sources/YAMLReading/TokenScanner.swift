import CLibYAML

/// Takes a text apart into libyaml's tokens.
package struct TokenScanner: ~Copyable {
    private let parser: ParserHandle

    package init(_ bytes: [UInt8]) {
        parser = ParserHandle(bytes)
    }

    /// All tokens in their order; nil where the text cannot be taken apart.
    package func scanAll() -> [YAMLToken]? {
        var tokens: [YAMLToken] = []
        while true {
            var token = yaml_token_t()
            guard yaml_parser_scan(parser.pointer, &token) == 1 else { return nil }
            defer { yaml_token_delete(&token) }
            guard let kind = Self.kind(of: token) else { return tokens }
            tokens.append(
                YAMLToken(
                    kind: kind, start: Int(token.start_mark.index), end: Int(token.end_mark.index),
                    column: Int(token.start_mark.column)))
            if kind == .streamEnd { return tokens }
        }
    }

    private static func kind(of token: yaml_token_t) -> YAMLToken.Kind? {
        switch token.type {
        case YAML_STREAM_START_TOKEN: .streamStart
        case YAML_STREAM_END_TOKEN: .streamEnd
        case YAML_VERSION_DIRECTIVE_TOKEN, YAML_TAG_DIRECTIVE_TOKEN: .directive
        case YAML_DOCUMENT_START_TOKEN: .documentStart
        case YAML_DOCUMENT_END_TOKEN: .documentEnd
        case YAML_BLOCK_SEQUENCE_START_TOKEN: .blockSequenceStart
        case YAML_BLOCK_MAPPING_START_TOKEN: .blockMappingStart
        case YAML_BLOCK_END_TOKEN: .blockEnd
        case YAML_FLOW_SEQUENCE_START_TOKEN: .flowSequenceStart
        case YAML_FLOW_SEQUENCE_END_TOKEN: .flowSequenceEnd
        case YAML_FLOW_MAPPING_START_TOKEN: .flowMappingStart
        case YAML_FLOW_MAPPING_END_TOKEN: .flowMappingEnd
        case YAML_BLOCK_ENTRY_TOKEN: .blockEntry
        case YAML_FLOW_ENTRY_TOKEN: .flowEntry
        case YAML_KEY_TOKEN: .key
        case YAML_VALUE_TOKEN: .value
        case YAML_ALIAS_TOKEN: .alias
        case YAML_ANCHOR_TOKEN: .anchor
        case YAML_TAG_TOKEN: .tag
        case YAML_SCALAR_TOKEN:
            switch token.data.scalar.style {
            case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .blockScalar
            default: .scalar
            }
        default: nil
        }
    }
}
