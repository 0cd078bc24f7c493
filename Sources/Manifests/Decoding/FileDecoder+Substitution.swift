import Diagnostics
import YAMLReading

extension FileDecoder {
    /// Fills in the placeholders of a scalar; nil when one is wrong. `secrets` is whether one may stand there.
    mutating func substituted(_ node: Int, secrets: SecretPolicy) -> SubstitutedText? {
        let text = arena.text(of: node)
        guard arena[node].flags.contains(.special), text.contains("${") else { return SubstitutedText(text: text) }
        let template = TextTemplate(text)
        var result = SubstitutedText(text: "", isWhole: template.isWhole)
        var reference = ""
        var (hasSecret, isBroken) = (false, false)
        var ordinal = 0
        for part in template.parts {
            var openings = 1
            defer { ordinal += openings }
            switch part {
            case .text(let text):
                result.text += text
                reference += text
                openings = 0
            case .literalOpening:
                result.text += "${"
                reference += "$${"
            case .unclosed:
                report(.unclosedSubstitution(at: placeholderSpan(node, "${", ordinal).span))
                isBroken = true
            case .placeholder(let raw, let parsed):
                openings = raw.split(separator: "${", omittingEmptySubsequences: false).count - 1
                let place = Occurrence(node: node, raw: raw, ordinal: ordinal, secrets: secrets)
                guard let value = self.text(for: parsed, place) else {
                    isBroken = true
                    break
                }
                result.text += value.text
                hasSecret = hasSecret || value.isSecret
                reference += value.isSecret ? raw : escaped(value.text)
            }
        }
        if hasSecret {
            result.secretReference = reference
            hasSecrets = true
        }
        return isBroken ? nil : result
    }

    /// One placeholder in a scalar.
    private struct Occurrence {
        let node: Int
        let raw: String
        /// How many `${` stand before it.
        let ordinal: Int
        let secrets: SecretPolicy
    }

    private mutating func text(
        for parsed: Result<Placeholder, Placeholder.Problem>, _ place: Occurrence
    ) -> (text: String, isSecret: Bool)? {
        switch parsed {
        case .failure(let problem):
            let (span, isExact) = span(of: place)
            report(.badSubstitution(problem, at: span, isExact: isExact))
            return nil
        case .success(.name(let name)):
            if let binding = bindings.first(where: { $0.name == name }) { return (binding.value, false) }
            report(.undefinedName(name, known: bindings.map(\.name), at: span(of: place).span))
            return nil
        case .success(.environment(let name, let standard)):
            return environmentText(name, standard, place).map { ($0, false) }
        case .success(.file(let path)): return fileText(path, place).map { ($0, false) }
        case .success(.secretEnvironment(let name)):
            guard isSecretAllowed(place) else { return nil }
            let value = sources.environment(name)
            if let value, !value.isEmpty { return (value, true) }
            report(.undefinedVariable(name, isSecret: true, isEmpty: value != nil, at: span(of: place).span))
            return nil
        case .success(.secretFile(let path)):
            guard isSecretAllowed(place) else { return nil }
            return fileText(path, place).map { ($0, true) }
        }
    }

    private mutating func environmentText(_ name: String, _ standard: String?, _ place: Occurrence) -> String? {
        if SensitiveName.isSensitive(name) {
            let (span, isExact) = span(of: place)
            let canBeSecret = isExact && place.secrets == .allowed && standard == nil
            report(.plainSecret(name, raw: place.raw, at: span, isExact: canBeSecret))
        }
        let value = sources.environment(name)
        if let value, !value.isEmpty || standard == nil { return value }
        if let standard { return standard }
        report(.undefinedVariable(name, isSecret: false, isEmpty: false, at: span(of: place).span))
        return nil
    }

    private mutating func fileText(_ path: String, _ place: Occurrence) -> String? {
        switch sources.text(ofFile: path) {
        case .success(let text): return text
        case .failure(let problem):
            report(.substitutionFileUnreadable(path, problem.reason, at: span(of: place).span))
            return nil
        }
    }

    private mutating func isSecretAllowed(_ place: Occurrence) -> Bool {
        if place.secrets == .allowed { return true }
        report(.secretNotAllowed(in: place.secrets == .refusedInKey ? "a key" : field, at: span(of: place).span))
        return false
    }

    /// A text as it would be written to mean itself.
    private func escaped(_ text: String) -> String {
        guard text.contains("${") else { return text }
        return text.split(separator: "${", omittingEmptySubsequences: false).joined(separator: "$${")
    }

    // MARK: Places

    private mutating func span(of place: Occurrence) -> (span: SourceSpan, isExact: Bool) {
        placeholderSpan(place.node, place.raw, place.ordinal)
    }

    /// Where a placeholder stands in the text of its scalar, if it is written there as it is; else the scalar.
    private mutating func placeholderSpan(_ node: Int, _ raw: String, _ ordinal: Int) -> (
        span: SourceSpan, isExact: Bool
    ) {
        let slice = source.slice(arena[node])
        let wanted = Array(raw.utf8)
        var seen = 0
        var index = slice.startIndex
        while index + 1 < slice.endIndex {
            defer { index += 1 }
            guard slice[index] == UInt8(ascii: "$"), slice[index + 1] == UInt8(ascii: "{") else { continue }
            if seen == ordinal {
                guard slice[index...].starts(with: wanted) else { break }
                return (source.span(ofBytes: index..<index + wanted.count), true)
            }
            seen += 1
        }
        return (span(node), false)
    }
}
