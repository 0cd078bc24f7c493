package import Diagnostics
package import PhoenixModel

/// Diagnostics for machines: `{"diagnostics": […]}`, in the order given.
package enum DiagnosticJSON {
    package static func value(_ diagnostics: [Diagnostic], sources: SourceMap) -> Value {
        ["diagnostics": .list(diagnostics.map { object($0, sources) })]
    }

    private static func object(_ diagnostic: Diagnostic, _ sources: SourceMap) -> Value {
        var map: ValueMap = [
            "code": .string(diagnostic.code.rawValue),
            "severity": .string(diagnostic.severity.rawValue),
            "message": .string(diagnostic.message),
        ]
        if let span = diagnostic.span { map["place"] = place(span, sources) }
        if !diagnostic.notes.isEmpty {
            map["notes"] = .list(
                diagnostic.notes.map { note in
                    var map: ValueMap = ["message": .string(note.message)]
                    if let span = note.span { map["place"] = place(span, sources) }
                    return .map(map)
                })
        }
        if !diagnostic.fixIts.isEmpty {
            map["fixes"] = .list(
                diagnostic.fixIts.map {
                    [
                        "message": .string($0.message), "place": place($0.span, sources),
                        "replacement": .string($0.replacement),
                    ]
                })
        }
        if let help = diagnostic.help { map["help"] = .string(help) }
        return .map(map)
    }

    static func place(_ span: SourceSpan, _ sources: SourceMap) -> Value {
        [
            "file": .string(sources[span.file]?.name ?? ""),
            "line": .integer(Int64(span.start.line)),
            "column": .integer(Int64(span.start.column)),
            "end_line": .integer(Int64(span.end.line)),
            "end_column": .integer(Int64(span.end.column)),
        ]
    }
}
