import CLibYAML

/// Owns one parser of libyaml and the text it reads.
///
/// Both stand on the heap for as long as the handle lives: the parser points to itself and into the text.
struct ParserHandle: ~Copyable {
    let pointer: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8]) {
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: yaml_parser_t())
        text = .allocate(capacity: bytes.count)
        _ = text.initialize(from: bytes)
        yaml_parser_initialize(pointer)
        yaml_parser_set_encoding(pointer, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(pointer, text.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(pointer)
        pointer.deallocate()
        text.deallocate()
    }
}
