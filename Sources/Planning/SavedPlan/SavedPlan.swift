import Crypto
package import Diagnostics
package import PhoenixModel

/// A plan as it is kept in a file, to be applied later as it was reviewed.
///
/// The file is one JSON document with a version and a digest of its own content, so that what was changed, cut off or
/// damaged is refused. There are no secrets in it: those of the files stand as references and are resolved again, those
/// of the panel are left out.
package struct SavedPlan: Sendable {
    package var plan: Plan
    /// The names of the files that the plan's places are in; their texts are not kept.
    package let sources: SourceMap

    package init(_ plan: Plan, sources: SourceMap) {
        self.plan = plan
        self.sources = sources
    }

    /// Why a file is no plan that can be applied.
    package struct Problem: Error, Sendable, Hashable {
        /// One sentence part for people.
        package let message: String
        /// What to do about it.
        package let help: String

        package init(_ message: String, help: String = "plan again") {
            self.message = message
            self.help = help
        }
    }

    private static let format = "phoenix plan"
    private static let version: Int64 = 2
    /// What manifests may nest, and what a plan puts around it.
    private static let maximumDepth = 200

    /// The content of the file. The same plan gives the same bytes. `path` turns the paths of this process (of
    /// sources, and of folders that secrets count from) into those that the file is to hold.
    package func encoded(path: @escaping (String) -> String = { $0 }) -> [UInt8] {
        let content = PlanEncoding(plan, sources: sources, path: path).value
        let document: Value = [
            "format": .string(Self.format), "version": .integer(Self.version),
            "digest": .string(Self.digest(of: content)), "plan": content,
        ]
        return Array((document.prettyJSONText() + "\n").utf8)
    }

    /// Whether a file that starts with these bytes is a plan of any version. 100 of them are enough to tell.
    package static func isStart(_ bytes: [UInt8]) -> Bool {
        let text = bytes.filter { $0 > 0x20 }
        return text.starts(with: "{\"format\":\"\(format.filter { $0 != " " })\"".utf8)
    }

    /// Reads the content of a file. `path` turns its paths into those of this process; `resolveSecret` gives the secret
    /// of a reference, in which paths count from `folder`.
    package init(
        decoding bytes: [UInt8], path: @escaping (String) -> String = { $0 },
        resolveSecret: @escaping (_ reference: String, _ folder: String) throws(Problem) -> Secret
    ) throws(Problem) {
        let document: Value
        do {
            document = try Value(json: bytes, maximumDepth: Self.maximumDepth)
        } catch {
            throw Problem("it is not valid JSON: \(error.message)")
        }
        guard case .map(let map) = document, map["format"] == .string(Self.format) else {
            throw Problem("it is not a plan of phoenix")
        }
        guard map["version"] == .integer(Self.version) else {
            throw Problem("it was written by another version of phoenix")
        }
        guard let content = map["plan"], map["digest"] == .string(Self.digest(of: content)) else {
            throw Problem("it was changed after it was written")
        }
        try self.init(content: content, path: path, resolveSecret: resolveSecret)
    }

    /// Reads what a file holds once its digest is known to fit.
    package init(
        content: Value, path: @escaping (String) -> String = { $0 },
        resolveSecret: @escaping (_ reference: String, _ folder: String) throws(Problem) -> Secret
    ) throws(Problem) {
        self = try PlanDecoding(path, resolveSecret).decode(content)
    }

    private static func digest(of content: Value) -> String {
        var bytes: [UInt8] = []
        content.appendJSON(to: &bytes, sortedKeys: true)
        let digits = SHA256.hash(data: bytes).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0\(text)" : text
        }
        return "sha256:\(digits.joined())"
    }
}
