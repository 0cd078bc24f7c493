/// The rules of the text format.
enum PrometheusText {
    /// The name with `_` for what may not be in one.
    static func name(_ text: String, allowsColon: Bool = false) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            let isAllowed =
                switch scalar {
                case "a"..."z", "A"..."Z", "_": true
                case "0"..."9": !name.isEmpty
                case ":": allowsColon
                default: false
                }
            name.unicodeScalars.append(isAllowed ? scalar : "_")
        }
        return name.isEmpty ? "_" : name
    }

    /// `route="getService",status="200"`, in the order given.
    static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { "\(name($0.0))=\"\(value($0.1))\"" }.joined(separator: ",")
    }

    private static func value(_ text: String) -> String { help(text).replacing("\"", with: "\\\"") }

    static func help(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map { String($0) } ?? "\(value)"
    }

    static func line(_ name: String, _ labels: String, _ value: String) -> String {
        labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }
}
