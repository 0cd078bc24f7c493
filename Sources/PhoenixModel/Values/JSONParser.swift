/// Why a text is no JSON, and the byte offset where that shows.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    package let message: String
    package let offset: Int

    package var description: String { "\(message) at byte \(offset)" }
}

extension Value {
    /// Reads one JSON text (RFC 8259) from UTF-8.
    ///
    /// Stricter than most readers, because a body must mean one thing only: duplicate keys, invalid UTF-8, lone
    /// surrogates and numbers out of range are errors. Whole numbers that fit become `integer`, all others `number`.
    package init(json bytes: some Collection<UInt8>, maximumDepth: Int = 100) throws(JSONError) {
        var parser = JSONParser(bytes: Array(bytes), depthLeft: maximumDepth)
        self = try parser.parseText()
    }

    package init(json text: String, maximumDepth: Int = 100) throws(JSONError) {
        try self.init(json: text.utf8, maximumDepth: maximumDepth)
    }
}

private struct JSONParser {
    let bytes: [UInt8]
    var depthLeft: Int
    var index = 0

    init(bytes: [UInt8], depthLeft: Int) {
        self.bytes = bytes
        self.depthLeft = depthLeft
    }

    mutating func parseText() throws(JSONError) -> Value {
        let value = try parseValue()
        skipSpace()
        guard index == bytes.count else { throw error("text after the end of the value") }
        return value
    }

    private func error(_ message: String) -> JSONError { JSONError(message: message, offset: index) }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func parseValue() throws(JSONError) -> Value {
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in try parser.parseObject() }
        case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.parseArray() }
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try parseNumber()
        case nil: throw error("the text ends where a value is expected")
        default: throw error("a value is expected here")
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        guard depthLeft > 0 else { throw error("nested too deep") }
        depthLeft -= 1
        index += 1
        let value = try body(&self)
        depthLeft += 1
        return value
    }

    private mutating func parseWord(_ word: StaticString, _ value: Value) throws(JSONError) -> Value {
        let end = index + word.utf8CodeUnitCount
        let matches = word.withUTF8Buffer { end <= bytes.count && bytes[index..<end].elementsEqual($0) }
        guard matches else { throw error("a value is expected here") }
        index = end
        return value
    }

    private mutating func parseArray() throws(JSONError) -> Value {
        var elements: [Value] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            index += 1
            return .list(elements)
        }
        while true {
            elements.append(try parseValue())
            skipSpace()
            switch current {
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "]"):
                index += 1
                return .list(elements)
            default: throw error("',' or ']' is expected here")
            }
        }
    }

    private mutating func parseObject() throws(JSONError) -> Value {
        var entries: [ValueMap.Element] = []
        var seen: Set<String> = []
        skipSpace()
        if current == UInt8(ascii: "}") {
            index += 1
            return .map(ValueMap())
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw error("a quoted key is expected here") }
            let start = index
            let key = try parseString()
            // A handful of keys is scanned; a set joins in before that becomes quadratic.
            if entries.count == 16 { seen = Set(entries.map(\.key)) }
            let isNew = entries.count < 16 ? !entries.contains { $0.key == key } : seen.insert(key).inserted
            guard isNew else { throw JSONError(message: "an object has the key '\(key)' twice", offset: start) }
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw error("':' is expected here") }
            index += 1
            entries.append((key, try parseValue()))
            skipSpace()
            switch current {
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "}"):
                index += 1
                return .map(ValueMap(uniqueEntries: entries))
            default: throw error("',' or '}' is expected here")
            }
        }
    }

    private mutating func parseNumber() throws(JSONError) -> Value {
        let start = index
        if current == UInt8(ascii: "-") { index += 1 }
        let integerDigits = skipDigits()
        guard integerDigits > 0 else { throw error("a digit is expected here") }
        guard integerDigits == 1 || bytes[index - integerDigits] != UInt8(ascii: "0") else {
            throw JSONError(message: "a number must not have a leading zero", offset: start)
        }
        var isInteger = true
        if current == UInt8(ascii: ".") {
            isInteger = false
            index += 1
            guard skipDigits() > 0 else { throw error("a digit is expected here") }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isInteger = false
            index += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
            guard skipDigits() > 0 else { throw error("a digit is expected here") }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else {
            throw JSONError(message: "the number is out of range", offset: start)
        }
        return .number(number)
    }

    private mutating func skipDigits() -> Int {
        let start = index
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index - start
    }

    private mutating func parseString() throws(JSONError) -> String {
        index += 1
        let start = index
        var all: UInt8 = 0
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            all |= byte
            index += 1
        }
        if current == UInt8(ascii: "\"") {
            defer { index += 1 }
            guard all < 0x80 else { return try utf8(bytes[start..<index], at: start) }
            // Plain ASCII needs no validation.
            return bytes.withUnsafeBufferPointer { bytes in
                String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
            }
        }
        var unescaped = Array(bytes[start..<index])
        while let byte = current, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw error("a control character must be escaped in a text") }
            index += 1
            if byte == UInt8(ascii: "\\") {
                unescaped.append(contentsOf: try parseEscape())
            } else {
                unescaped.append(byte)
            }
        }
        guard current != nil else { throw error("the text ends inside quotes") }
        index += 1
        return try utf8(unescaped[...], at: start)
    }

    private func utf8(_ slice: ArraySlice<UInt8>, at start: Int) throws(JSONError) -> String {
        guard let string = String(validating: slice, as: UTF8.self) else {
            throw JSONError(message: "invalid UTF-8", offset: start)
        }
        return string
    }

    private mutating func parseEscape() throws(JSONError) -> [UInt8] {
        guard let byte = current else { throw error("the text ends inside quotes") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): break
        default: throw error("an unknown escape")
        }
        var code = try parseHex()
        if (0xD800..<0xDC00).contains(code) {
            guard current == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") else {
                throw error("half of a surrogate pair")
            }
            index += 2
            let low = try parseHex()
            guard (0xDC00..<0xE000).contains(low) else { throw error("half of a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw error("half of a surrogate pair") }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func parseHex() throws(JSONError) -> UInt32 {
        guard index + 4 <= bytes.count, let code = hexadecimal(bytes[index..<index + 4]) else {
            throw error("four hexadecimal digits are expected here")
        }
        index += 4
        return code
    }

    private func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt32? {
        var code: UInt32 = 0
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            code = code << 4 | UInt32(value)
        }
        return code
    }
}
