import CLibYAML

/// What a text means to libyaml, event by event and without places: two texts with equal events are the same YAML.
package struct EventStream: ~Copyable {
    private let parser: ParserHandle

    init(_ bytes: [UInt8]) {
        parser = ParserHandle(bytes)
    }

    /// Whether the text is YAML in UTF-8 from its start to its end.
    package static func isReadable(_ bytes: [UInt8]) -> Bool {
        guard String(validating: bytes, as: UTF8.self) != nil else { return false }
        let stream = EventStream(bytes)
        while let event = stream.next() {
            if event.isEnd { return true }
        }
        return false
    }

    /// Whether both texts are YAML with the same events: values, styles, tags and anchors.
    package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let left = EventStream(left)
        let right = EventStream(right)
        while true {
            guard let event = left.next(), event == right.next() else { return false }
            if event.isEnd { return true }
        }
    }

    private struct Event: Equatable {
        var type: UInt32
        /// Style and flags.
        var details: [Int32] = []
        /// Anchor, tag, value and directives, each absent or as it is.
        var texts: [[UInt8]?] = []

        var isEnd: Bool { type == YAML_STREAM_END_EVENT.rawValue || type == YAML_NO_EVENT.rawValue }
    }

    private func next() -> Event? {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser.pointer, &event) == 1 else { return nil }
        defer { yaml_event_delete(&event) }
        var result = Event(type: event.type.rawValue)
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            let data = event.data.document_start
            result.details = [data.implicit]
            if let version = data.version_directive?.pointee { result.details += [version.major, version.minor] }
            var directive = data.tag_directives.start
            while let current = directive, current != data.tag_directives.end {
                result.texts += [Self.text(current.pointee.handle), Self.text(current.pointee.prefix)]
                directive = current + 1
            }
        case YAML_DOCUMENT_END_EVENT: result.details = [event.data.document_end.implicit]
        case YAML_ALIAS_EVENT: result.texts = [Self.text(event.data.alias.anchor)]
        case YAML_SCALAR_EVENT:
            let data = event.data.scalar
            result.details = [data.plain_implicit, data.quoted_implicit, Int32(bitPattern: data.style.rawValue)]
            let value = Array(UnsafeBufferPointer(start: data.value, count: data.length))
            result.texts = [Self.text(data.anchor), Self.text(data.tag), value]
        case YAML_SEQUENCE_START_EVENT:
            let data = event.data.sequence_start
            result.details = [data.implicit, Int32(bitPattern: data.style.rawValue)]
            result.texts = [Self.text(data.anchor), Self.text(data.tag)]
        case YAML_MAPPING_START_EVENT:
            let data = event.data.mapping_start
            result.details = [data.implicit, Int32(bitPattern: data.style.rawValue)]
            result.texts = [Self.text(data.anchor), Self.text(data.tag)]
        default: break
        }
        return result
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> [UInt8]? {
        guard let pointer else { return nil }
        var end = pointer
        while end.pointee != 0 { end += 1 }
        return Array(UnsafeBufferPointer(start: pointer, count: end - pointer))
    }
}
