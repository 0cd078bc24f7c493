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
        let reading = bytes.withContiguousStorageIfAvailable { JSONParser.read($0, maximumDepth) }
        self = try (reading ?? Array(bytes).withUnsafeBufferPointer { JSONParser.read($0, maximumDepth) }).get()
    }

    /// The same of bytes where they lie, for those who read thousands.
    package init(json bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int = 100) throws(JSONError) {
        self = try JSONParser.read(bytes, maximumDepth).get()
    }

    package init(json text: String, maximumDepth: Int = 100) throws(JSONError) {
        var text = text
        self = try text.withUTF8 { JSONParser.read($0, maximumDepth) }.get()
    }
}

/// Reads one text where it lies. Panels have thousands of small ones.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    var depth = 0
    /// How many of the values that are being read are lists.
    var listDepth = 0
    var index = 0
    /// By the depth of the objects, for those within lists.
    var keys: [JSONKeys] = []

    static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ maximumDepth: Int) -> Result<Value, JSONError> {
        Result { () throws(JSONError) in
            var parser = JSONParser(bytes: bytes, maximumDepth: maximumDepth)
            return try parser.parseText()
        }
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
        guard depth < maximumDepth else { throw error("nested too deep") }
        depth += 1
        index += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func parseWord(_ word: StaticString, _ value: Value) throws(JSONError) -> Value {
        let end = index + word.utf8CodeUnitCount
        let matches = word.withUTF8Buffer { end <= bytes.count && slice(index..<end).elementsEqual($0) }
        guard matches else { throw error("a value is expected here") }
        index = end
        return value
    }

    private mutating func parseArray() throws(JSONError) -> Value {
        skipSpace()
        if current == UInt8(ascii: "]") {
            index += 1
            return .list([])
        }
        var elements: [Value] = []
        elements.reserveCapacity(2)
        listDepth += 1
        defer { listDepth -= 1 }
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
        skipSpace()
        if current == UInt8(ascii: "}") {
            index += 1
            return .map(ValueMap())
        }
        let isInList = listDepth > 0
        var isLikeOthers = isInList
        var entries: [ValueMap.Element] = []
        if isInList {
            while keys.count <= depth { keys.append(JSONKeys()) }
            keys[depth].rewind()
            entries.reserveCapacity(keys[depth].likelyCount)
        } else {
            entries.reserveCapacity(4)
        }
        var seen: Set<String> = []
        var glances: UInt64 = 0
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw error("a quoted key is expected here") }
            let key: String
            if isLikeOthers, let known = keys[depth].key(at: index + 1, in: bytes) {
                key = known.key
                glances |= known.glance
                index += known.place.count + 2
                if !seen.isEmpty { seen.insert(key) }
            } else {
                let start = index
                key = try parseString()
                let place = start + 1..<index - 1
                // As many keys as objects of panels have are scanned; a set joins in before that becomes quadratic.
                if entries.count >= 32, seen.isEmpty { seen = Set(entries.map(\.key)) }
                let glance = glance(of: key, at: place)
                let isNew =
                    entries.count < 32
                    ? glances & glance == 0 || !entries.contains { $0.key == key } : seen.insert(key).inserted
                glances |= glance
                guard isNew else { throw JSONError(message: "an object has the key '\(key)' twice", offset: start) }
                if isLikeOthers { isLikeOthers = keys[depth].insert(key, at: place, glance: glance) }
            }
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw error("':' is expected here") }
            index += 1
            entries.append((key, try parseValue()))
            skipSpace()
            switch current {
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "}"):
                index += 1
                if isInList { keys[depth].note(count: entries.count) }
                return .map(ValueMap(uniqueEntries: entries))
            default: throw error("',' or '}' is expected here")
            }
        }
    }

    /// A bit that equal keys share and most others do not, by their length and their ends. A key with escapes or beyond
    /// ASCII, which may equal one of other bytes, has all bits.
    private func glance(of key: String, at place: Range<Int>) -> UInt64 {
        guard key.utf8.count == place.count else { return .max }
        var all: UInt8 = 0
        for byte in slice(place) { all |= byte }
        guard all < 0x80 else { return .max }
        guard !place.isEmpty else { return 1 }
        let (first, last) = (Int(bytes[place.lowerBound]), Int(bytes[place.upperBound - 1]))
        return 1 << UInt64((place.count &* 5 &+ first &* 11 &+ last) & 63)
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
        if isInteger, let integer = integer(start..<index) { return .integer(integer) }
        guard let number = Double(String(decoding: slice(start..<index), as: UTF8.self)), number.isFinite else {
            throw JSONError(message: "the number is out of range", offset: start)
        }
        return .number(number)
    }

    /// The number that digits stand for, with a sign or without; nil when it does not fit.
    private func integer(_ place: Range<Int>) -> Int64? {
        let isNegative = bytes[place.lowerBound] == UInt8(ascii: "-")
        var value: Int64 = 0
        for byte in slice(place).dropFirst(isNegative ? 1 : 0) {
            let digit = Int64(byte - UInt8(ascii: "0"))
            let scaled = value.multipliedReportingOverflow(by: 10)
            let sum =
                isNegative
                ? scaled.partialValue.subtractingReportingOverflow(digit)
                : scaled.partialValue.addingReportingOverflow(digit)
            guard !scaled.overflow, !sum.overflow else { return nil }
            value = sum.partialValue
        }
        return value
    }

    private func slice(_ place: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[place])
    }

    private mutating func skipDigits() -> Int {
        let start = index
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index - start
    }

    private mutating func parseString() throws(JSONError) -> String {
        index += 1
        let start = index
        let isASCII = skipPlainText()
        if current == UInt8(ascii: "\"") {
            defer { index += 1 }
            let text = slice(start..<index)
            // Plain ASCII needs no validation.
            return isASCII ? String(decoding: text, as: UTF8.self) : try utf8(text, at: start)
        }
        var unescaped = Array(slice(start..<index))
        while let byte = current, byte != UInt8(ascii: "\"") {
            guard byte == UInt8(ascii: "\\") else { throw error("a control character must be escaped in a text") }
            index += 1
            try parseEscape(into: &unescaped)
            let next = index
            _ = skipPlainText()
            unescaped.append(contentsOf: slice(next..<index))
        }
        guard current != nil else { throw error("the text ends inside quotes") }
        index += 1
        return try utf8(unescaped, at: start)
    }

    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The lowest bit that is set is the high one of the first byte that ends a text or does not stand for itself.
    private static func special(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ ones &* UInt64(UInt8(ascii: "\""))
        let backslashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
        let isQuote = (quotes &- ones) & ~quotes
        let isBackslash = (backslashes &- ones) & ~backslashes
        let isControl = (word &- ones &* 0x20) & ~word
        return (isQuote | isBackslash | isControl) & highBits
    }

    /// Passes what stands for itself within quotes. Tells whether that is ASCII alone.
    private mutating func skipPlainText() -> Bool {
        let memory = UnsafeRawBufferPointer(bytes)
        var end = index
        var all: UInt64 = 0
        // Eight at a time, the first of which is the lowest byte of the word.
        while end + 8 <= bytes.count {
            let word = UInt64(littleEndian: memory.loadUnaligned(fromByteOffset: end, as: UInt64.self))
            let special = Self.special(in: word)
            if special != 0 {
                let count = special.trailingZeroBitCount / 8
                index = end + count
                return (all | word & ~(.max << UInt64(8 * count))) & Self.highBits == 0
            }
            all |= word
            end += 8
        }
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            all |= UInt64(byte)
            end += 1
        }
        index = end
        return all & Self.highBits == 0
    }

    private func utf8(_ text: some Sequence<UInt8>, at start: Int) throws(JSONError) -> String {
        guard let string = String(validating: text, as: UTF8.self) else {
            throw JSONError(message: "invalid UTF-8", offset: start)
        }
        return string
    }

    private mutating func parseEscape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = current else { throw error("the text ends inside quotes") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try parseCodePoint())).utf8)
        default: throw error("an unknown escape")
        }
    }

    /// What stands behind `\u`.
    private mutating func parseCodePoint() throws(JSONError) -> Unicode.Scalar {
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
        return scalar
    }

    private mutating func parseHex() throws(JSONError) -> UInt32 {
        guard index + 4 <= bytes.count, let code = hexadecimal(slice(index..<index + 4)) else {
            throw error("four hexadecimal digits are expected here")
        }
        index += 4
        return code
    }

    private func hexadecimal(_ digits: UnsafeBufferPointer<UInt8>) -> UInt32? {
        var code: UInt32 = 0
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            code = code << 4 | UInt32(value)
        }
        return code
    }
}
