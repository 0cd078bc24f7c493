import WebAddresses

/// The fields of a form that was sent.
struct FormFields {
    /// As they came, percent-encoded.
    let text: String
    private var values: [String: String] = [:]

    /// Reads `a=1&b=2`. What is badly encoded is left out; of several with one name the first counts.
    init(_ text: String) {
        self.text = text
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard let name = PercentEncoding.decoded(pair[..<equals], plusIsSpace: true),
                let value = PercentEncoding.decoded(pair[equals...].dropFirst(), plusIsSpace: true),
                values[name] == nil
            else { continue }
            values[name] = value
        }
    }

    subscript(name: String) -> String? { values[name] }
}
