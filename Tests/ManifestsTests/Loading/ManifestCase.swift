import Cron
import Diagnostics
import Manifests
import PhoenixTestSupport
import ServicesAPI
import Testing

/// Loads marked manifests and holds their diagnostics to what is expected: all of them, in order.
enum ManifestCase {
    /// 2026-11-24, as days since 1970-01-01.
    static let today = 20_781

    @discardableResult
    static func check(
        _ marked: String, _ expected: [Expected] = [], environment: [String: String] = [:],
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async -> LoadedManifests {
        await check(files: ["<stdin>": marked], expected, environment: environment, sourceLocation: sourceLocation)
    }

    /// Loads texts by their paths; one named `<stdin>` goes there, all others into a folder. `layers` are paths in it,
    /// each of which is a `-f`, and `values` files of values.
    @discardableResult
    static func check(
        files: [String: String], layers: [String] = [], values: [String] = [], set settings: [String] = [],
        _ expected: [Expected] = [], environment: [String: String] = [:],
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async -> LoadedManifests {
        var marks: [Int: (file: String, place: Diagnostics.SourceLocation)] = [:]
        let folder = TemporaryFolder()
        var input = ""
        for (name, marked) in files {
            let text = MarkedText(marked)
            for (mark, place) in text.places { marks[mark] = (name, place) }
            if name == "<stdin>" { input = text.text } else { folder.write(Array(text.text.utf8), to: name) }
        }
        let arguments = files.keys.contains("<stdin>") ? ["-"] : [folder.path]
        let bytes = Array(input.utf8)
        let inputs = ManifestInputs(
            layers.isEmpty ? arguments : layers.map { "\(folder.path)/\($0)" },
            values: values.map { "\(folder.path)/\($0)" }, settings: settings.compactMap { ValueSetting($0) },
            standardInput: { .success(bytes) })
        let loaded = await load(inputs, environment: environment)
        expect(loaded, expected, marks, sourceLocation)
        return loaded
    }

    static func load(_ inputs: ManifestInputs, environment: [String: String] = [:]) async -> LoadedManifests {
        let loader = ManifestLoader(
            environment: { environment[$0] }, zones: .system, todayAsDay: today, ownership: DescribedOwnership())
        return await loader.load(inputs)
    }

    private static func expect(
        _ loaded: LoadedManifests, _ expected: [Expected],
        _ marks: [Int: (file: String, place: Diagnostics.SourceLocation)],
        _ sourceLocation: Testing.SourceLocation
    ) {
        let found = loaded.diagnostics
        let list = found.map { describe($0, loaded.sources) }.joined(separator: "\n")
        #expect(found.count == expected.count, "found:\n\(list)", sourceLocation: sourceLocation)
        func isAt(_ span: SourceSpan?, _ mark: Int?) -> Bool {
            guard let mark else { return span == nil }
            guard let span, let (file, place) = marks[mark], let name = loaded.sources[span.file]?.name else {
                return false
            }
            return span.start == place && name.hasSuffix(file)
        }
        for (diagnostic, wanted) in zip(found, expected) {
            let shown = Comment(rawValue: describe(diagnostic, loaded.sources))
            #expect(diagnostic.code == wanted.code, shown, sourceLocation: sourceLocation)
            #expect(diagnostic.severity == wanted.severity, shown, sourceLocation: sourceLocation)
            #expect(diagnostic.message.contains(wanted.message), shown, sourceLocation: sourceLocation)
            #expect(wanted.isAnywhere || isAt(diagnostic.span, wanted.mark), shown, sourceLocation: sourceLocation)
            if let covers = wanted.covers {
                #expect(text(of: diagnostic.span, loaded.sources) == covers, shown, sourceLocation: sourceLocation)
            }
            if let fix = wanted.fix {
                #expect(diagnostic.fixIts.first?.replacement ?? "" == fix, shown, sourceLocation: sourceLocation)
            }
            if let notes = wanted.notes {
                let areThere =
                    diagnostic.notes.count == notes.count
                    && zip(diagnostic.notes, notes).allSatisfy { isAt($0.span, $1) }
                #expect(areThere, shown, sourceLocation: sourceLocation)
            }
        }
        #expect((loaded.desired == nil) == found.hasErrors, sourceLocation: sourceLocation)
    }

    static func describe(_ diagnostic: Diagnostic, _ sources: SourceMap) -> String {
        let places = ([diagnostic.span] + diagnostic.notes.map(\.span)).map { span in
            span.map { "\(sources.position(of: $0))-\($0.end.line):\($0.end.column)" } ?? "nowhere"
        }
        let fixes = diagnostic.fixIts.map { "\($0.replacement) at \(sources.position(of: $0.span))" }
        return "\(places) \(diagnostic.severity) \(diagnostic.code) \(diagnostic.message), fixes: \(fixes)"
    }

    /// The text that a span of one line covers.
    static func text(of span: SourceSpan?, _ sources: SourceMap) -> String? {
        guard let span, span.start.line == span.end.line, let file = sources[span.file],
            let line = SourceLines(file)[Int(span.start.line)]
        else { return nil }
        let scalars = line.unicodeScalars.dropFirst(Int(span.start.column) - 1)
        return String(String.UnicodeScalarView(scalars.prefix(Int(span.end.column - span.start.column))))
    }
}
