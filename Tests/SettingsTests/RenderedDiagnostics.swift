import Diagnostics

/// Diagnostics as one line each: `config.yaml:4:12 PHX0305 'contexts.a.timeout' must be …`.
func rendered(_ diagnostics: [Diagnostic], _ sources: SourceMap) -> [String] {
    diagnostics.map { diagnostic in
        let place = diagnostic.span.map { sources.position(of: $0) + " " } ?? ""
        return "\(place)\(diagnostic.code.rawValue) \(diagnostic.message)"
    }
}
