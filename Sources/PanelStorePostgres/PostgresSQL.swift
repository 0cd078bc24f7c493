import PanelStore

/// Parts of SQL that are made from lists of columns.
enum PostgresSQL {
    /// `$3, $4, $5`.
    static func placeholders(_ count: Int, from first: Int = 1) -> String {
        (first..<first + count).map { "$\($0)" }.joined(separator: ", ")
    }

    /// `$1::bigint, $2::text`: where the text around them does not say which type they have.
    static func typedPlaceholders(_ types: [String], from first: Int = 1) -> String {
        types.enumerated().map { "$\(first + $0.offset)::\($0.element)" }.joined(separator: ", ")
    }

    /// `$1::bigint[], $2::text[]`.
    static func arrayPlaceholders(_ types: [String], from first: Int = 1) -> String {
        typedPlaceholders(types.map { $0 + "[]" }, from: first)
    }

    /// `a = $1, b = $2`.
    static func assignments(_ columns: String, from first: Int = 1) -> String {
        names(columns).enumerated().map { "\($0.element) = $\(first + $0.offset)" }.joined(separator: ", ")
    }

    /// `a = excluded.a, b = excluded.b`.
    static func excluded(_ columns: String, but keys: Set<String>) -> String {
        names(columns).filter { !keys.contains($0) }.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    }

    static func names(_ columns: String) -> [String] {
        columns.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
    }
}

extension PostgresValue {
    init(_ value: ColumnValue) {
        switch value {
        case .null: self = .null
        case .integer(let number): self = .integer(number)
        case .text(let text): self = .text(text)
        case .boolean(let flag): self = .boolean(flag)
        case .bytes(let bytes): self = .bytes(bytes)
        }
    }

    /// A parameter of an array's type, of numbers, texts and booleans, and of NULLs.
    static func array(_ values: some Sequence<ColumnValue>) -> Self {
        var text = "{"
        for value in values {
            if text.utf8.count > 1 { text += "," }
            switch value {
            case .null, .bytes: text += "NULL"
            case .integer(let number): text += String(number)
            case .boolean(let flag): text += flag ? "t" : "f"
            case .text(let item): appendQuoted(item, to: &text)
            }
        }
        return .text(text + "}")
    }

    /// One array for each column of rows that all have `count` columns.
    static func columns(of rows: [[ColumnValue]], count: Int) -> [Self] {
        (0..<count).map { column in array(rows.lazy.map { $0[column] }) }
    }

    private static func appendQuoted(_ item: String, to text: inout String) {
        text += "\""
        if item.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
            for scalar in item.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { text.unicodeScalars.append("\\") }
                text.unicodeScalars.append(scalar)
            }
        } else {
            text += item
        }
        text += "\""
    }
}

extension [ColumnValue] {
    var parameters: [PostgresValue] { map { PostgresValue($0) } }
}

extension PostgresRow: ColumnReading {}
