import Diagnostics
import YAMLReading

extension NodeDecoder {
    /// The most bytes that references may make of one text.
    private static let textLimit = 1 << 20

    /// Fills in the placeholders of a scalar; nil when one is wrong. `secrets` is whether one may stand there.
    package mutating func substituted(_ node: Int, secrets: SecretPolicy) -> SubstitutedText? {
        guard arena[node].flags.contains(.special) else { return SubstitutedText(text: arena.text(of: node)) }
        let template: TextTemplate
        if let known = templates[node] {
            template = known
        } else {
            let text = arena.text(of: node)
            guard TextTemplate.openings(in: text) > 0 else { return SubstitutedText(text: text) }
            template = TextTemplate(text)
            // Where names are bound, as in a `for_each`, the same text is read again and again.
            if !bindings.isEmpty { templates[node] = template }
        }
        var result = expanded(template, node, secrets, within: nil)
        result?.isWhole = template.isWhole
        if result?.secret != nil { hasSecrets = true }
        return result
    }

    /// `outer`: the placeholder of the scalar whose default the template is; nil for the scalar's own text.
    private mutating func expanded(
        _ template: TextTemplate, _ node: Int, _ secrets: SecretPolicy, within outer: Occurrence?
    ) -> SubstitutedText? {
        var result = SubstitutedText(text: "")
        let folder = sources(of: node).directory
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
                report(.unclosedSubstitution(at: placeholderSpan(node, "${", outer?.ordinal ?? ordinal).span))
                isBroken = true
            case .placeholder(let raw, let count, let parsed):
                openings = count
                let place = outer ?? Occurrence(node: node, raw: raw, ordinal: ordinal, secrets: secrets)
                guard let value = self.text(for: parsed, raw, place) else {
                    isBroken = true
                    break
                }
                result.text += value.text
                hasSecret = hasSecret || value.secret != nil
                reference +=
                    value.secret.map { TextTemplate.rebased($0.reference, from: $0.folder, to: folder) }
                    ?? TextTemplate.escaped(value.text)
                if result.text.utf8.count > Self.textLimit {
                    report(.textTooLong(at: span(of: place).span))
                    return nil
                }
            }
        }
        if hasSecret { result.secret = .init(reference: reference, folder: folder) }
        return isBroken ? nil : result
    }

    /// One placeholder in a scalar.
    struct Occurrence {
        let node: Int
        let raw: String
        /// How many `${` stand before it.
        let ordinal: Int
        let secrets: SecretPolicy
    }

    private mutating func text(
        for parsed: Result<Placeholder, Placeholder.Problem>, _ raw: String, _ place: Occurrence
    ) -> SubstitutedText? {
        switch parsed {
        case .failure(let problem):
            let (span, isExact) = span(of: place)
            report(.badSubstitution(problem, at: span, isExact: isExact))
            return nil
        case .success(.reference(let reference)): return referenceText(reference, place)
        case .success(.environment(let name, let standard)):
            return environmentText(name, standard, place).map { SubstitutedText(text: $0) }
        case .success(.file(let path)): return fileText(path, place).map { SubstitutedText(text: $0) }
        case .success(.secretEnvironment(let name)):
            guard isSecretAllowed(place) else { return nil }
            let value = sources(of: place.node).environment(name)
            if let value, !value.isEmpty { return secret(value, raw, place) }
            report(.undefinedVariable(name, isSecret: true, isEmpty: value != nil, at: span(of: place).span))
            return nil
        case .success(.secretFile(let path)):
            guard isSecretAllowed(place) else { return nil }
            return fileText(path, place).flatMap { secret($0, raw, place) }
        }
    }

    private func secret(_ text: String, _ raw: String, _ place: Occurrence) -> SubstitutedText {
        SubstitutedText(text: text, secret: .init(reference: raw, folder: sources(of: place.node).directory))
    }

    private mutating func referenceText(_ reference: Reference, _ place: Occurrence) -> SubstitutedText? {
        switch referent(of: reference) {
        case .text(let text) where !text.isEmpty || reference.fallback == nil: return SubstitutedText(text: text)
        case .node(let node) where arena[node].kind != .scalar:
            report(.collectionInText(reference.name, found(node), at: span(of: place).span))
            return nil
        case .node(let node):
            if arena.isBroken(node) { return nil }
            // A name of the for_each means nothing in its own values.
            let outer = bindings
            if arena[node].flags.contains(.special) { bindings = [] }
            defer { bindings = outer }
            guard let value = substituted(node, secrets: .allowed) else { return nil }
            if value.text.isEmpty, let fallback = reference.fallback {
                return expanded(fallback, place.node, place.secrets, within: place)
            }
            if value.secret != nil, !isSecretAllowed(place) { return nil }
            return value
        case .text, .missing:
            if let fallback = reference.fallback {
                return expanded(fallback, place.node, place.secrets, within: place)
            }
            reportMissing(reference, at: span(of: place).span)
            return nil
        }
    }

    private mutating func environmentText(_ name: String, _ standard: String?, _ place: Occurrence) -> String? {
        if SensitiveName.isSensitive(name) {
            let (span, isExact) = span(of: place)
            let canBeSecret = isExact && place.secrets == .allowed && standard == nil
            report(.plainSecret(name, raw: place.raw, at: span, isExact: canBeSecret))
        }
        let value = sources(of: place.node).environment(name)
        if let value, !value.isEmpty || standard == nil { return value }
        if let standard { return standard }
        report(.undefinedVariable(name, isSecret: false, isEmpty: false, at: span(of: place).span))
        return nil
    }

    private mutating func fileText(_ path: String, _ place: Occurrence) -> String? {
        switch sources(of: place.node).text(ofFile: path) {
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

    // MARK: Places

    private mutating func span(of place: Occurrence) -> (span: SourceSpan, isExact: Bool) {
        placeholderSpan(place.node, place.raw, place.ordinal)
    }

    /// Where a placeholder stands in the text of its scalar, if it is written there as it is; else the scalar.
    private mutating func placeholderSpan(_ node: Int, _ raw: String, _ ordinal: Int) -> (
        span: SourceSpan, isExact: Bool
    ) {
        var source = source(of: node)
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
