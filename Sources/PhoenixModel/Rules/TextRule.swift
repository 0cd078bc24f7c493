import WebAddresses

/// What a text must look like. Lengths count Unicode scalars, as databases and JSON Schema do. Where a text must not be
/// empty, white space alone is empty: panels trim it away.
package struct TextRule: Sendable, Hashable {
    /// The form beyond the length.
    package enum Form: Sendable, Hashable {
        case any
        /// Like `any`, trimmed first, no control characters.
        case name
        /// Not empty once it is trimmed, and without line breaks: one of several lines of a text.
        case line
        /// A pattern of file names, without `..` as a path element.
        case glob
        /// An absolute path without `..`.
        case absolutePath
        /// `[A-Z0-9_]+`
        case variableName
        /// `http://` or `https://` with a host and without spaces or control characters.
        case url
        /// Such a URL without a user or a password in it: one that is shown.
        case openURL
        /// What messages are signed with: 16 to 255 bytes.
        case signingKey
        /// A host name or address, without scheme, port or spaces.
        case host
        /// A key or project name, as `KeyRule` has it.
        case key
        /// A name for substitution: `[A-Za-z_][A-Za-z0-9_]*`.
        case identifier
        /// A day as `YYYY-MM-DD`.
        case date
    }

    package let form: Form
    package let length: ClosedRange<Int>
    /// Whether it may be a secret in manifests. What decides over a plan, or explains it, has to be readable.
    package let mayBeSecret: Bool

    package init(_ form: Form, length: ClosedRange<Int>, mayBeSecret: Bool = true) {
        self.form = form
        self.length = length
        self.mayBeSecret = mayBeSecret
    }
}

extension TextRule {
    /// A cheap look that settles most texts.
    private func isPlainlyFine(_ text: String) -> Bool {
        var text = text
        return text.withUTF8(isPlainlyFine)
    }

    private func isPlainlyFine(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if form == .key {
            return length.lowerBound <= 1 && length.upperBound >= 63 && KeyRule.isValid(utf8: text)
        }
        guard form == .any || form == .name, text.count <= length.upperBound else { return false }
        guard let first = text.first, let last = text.last else { return length.lowerBound == 0 }
        if form == .any { return length.lowerBound == 0 || (first > 0x20 && first < 0x7F) }
        return first > 0x20 && last > 0x20 && text.allSatisfy(isPrintableASCII)
    }

    /// What is wrong with `text`, to stand behind the name of its field: `must …`; nil when it is fine.
    package func problem(in text: String) -> String? {
        if isPlainlyFine(text) { return nil }
        let text = form == .name ? text.trimmed() : text[...]
        // A text has at most as many scalars as bytes, so most never need counting.
        let isShort = text.utf8.count <= length.upperBound
        if !isShort, text.unicodeScalars.count > length.upperBound {
            return "must have at most \(length.upperBound) characters, not \(text.unicodeScalars.count)"
        }
        if length.lowerBound > 0, text.trimmed().isEmpty { return "must not be empty" }
        return switch form {
        case .any: nil
        case .name:
            !text.utf8.allSatisfy(isPrintableASCII) && text.unicodeScalars.contains(where: isControl)
                ? "must not have control characters" : nil
        case .line: text.unicodeScalars.contains { $0 == "\n" || $0 == "\r" } ? "must be one line" : nil
        case .glob: hasParentElement(text) ? "must not have '..'" : nil
        case .absolutePath:
            if text.utf8.first != UInt8(ascii: "/") {
                "must start with '/'"
            } else {
                hasParentElement(text) ? "must not have '..'" : nil
            }
        case .variableName:
            text.utf8.allSatisfy(isVariableNameByte) ? nil : "must have only the letters A-Z, digits and '_'"
        case .url: urlProblem(text)
        case .openURL:
            urlProblem(text)
                ?? (WebAddress.authority(of: text)?.utf8.contains(UInt8(ascii: "@")) ?? false
                    ? "must not have a user or a password in it" : nil)
        case .signingKey:
            (16...255).contains(text.utf8.count) ? nil : "must have 16 to 255 bytes, not \(text.utf8.count)"
        case .host:
            text.unicodeScalars.contains(where: isSpaceOrControl) || text.utf8.contains(UInt8(ascii: "/"))
                ? "must be only a host name or an address" : nil
        case .key: KeyRule.isValid(text.utf8) ? nil : "must be \(KeyRule.expectation)"
        case .identifier: isIdentifier(text.utf8) ? nil : "must be letters, digits and '_', not a digit first"
        case .date: CalendarDay(text) == nil ? "must be a day written as YYYY-MM-DD" : nil
        }
    }
}

private func isIdentifier(_ bytes: Substring.UTF8View) -> Bool {
    guard let first = bytes.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return bytes.allSatisfy { isVariableNameByte($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
}

private func isPrintableASCII(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
}

private func isSpaceOrControl(_ scalar: Unicode.Scalar) -> Bool { isControl(scalar) || scalar.properties.isWhitespace }

private func isVariableNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
}

private func hasParentElement(_ text: Substring) -> Bool {
    guard text.utf8.contains(UInt8(ascii: ".")) else { return false }
    return text.utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
}

private func urlProblem(_ text: Substring) -> String? {
    let isHTTP = text.hasPrefix("https://") || text.hasPrefix("http://")
    guard isHTTP, !text.unicodeScalars.contains(where: isSpaceOrControl) else {
        return "must be a URL that starts with https:// or http://"
    }
    return WebAddress.authority(of: text)?.isEmpty ?? true ? "must be a URL with a host" : nil
}
