import Diagnostics
package import PhoenixModel
import YAMLReading

extension NodeDecoder {
    /// The text of a scalar, whatever it looks like; reports anything else, and a text that breaks the rule.
    package mutating func text(_ node: Int, _ rule: TextRule, secrets: SecretPolicy = .refused) -> SubstitutedText? {
        guard let text = scalarText(node, secrets: secrets) else { return nil }
        guard let problem = rule.problem(in: text.text) else { return text }
        if rule.form == .key, text.secret == nil {
            report(.badKey(text.text, at: span(node), isExact: isExact(arena.resolved(node))))
        } else {
            report(.outOfRange(field, problem, at: span(node)))
        }
        return nil
    }

    /// The text of a scalar, whatever it looks like; reports anything else.
    package mutating func scalarText(_ node: Int, secrets: SecretPolicy) -> SubstitutedText? {
        let target = arena.resolved(node)
        if arena.isBroken(target) { return nil }
        guard arena[target].kind == .scalar, !arena.isNull(target) else {
            report(.wrongType(field, "text", found: found(node), at: span(node)))
            return nil
        }
        return substituted(target, secrets: secrets)
    }

    /// A key or the name of a project or notification.
    package mutating func key(_ node: Int) -> NamedReference? {
        // No closure takes the decoder: it would be copied whole.
        guard let text = text(node, TextRule(.key, length: 0...Int.max), secrets: .refusedInKey) else { return nil }
        return NamedReference(text: text.text, span: span(node))
    }

    /// A number of any size that 64 bits hold, written as JSON writes it; reports anything else.
    package mutating func wholeNumber(_ node: Int, _ schema: ValueSchema) -> Int64? {
        guard let scalar = typedScalar(node, schema) else { return nil }
        guard scalar.isTyped else {
            let plain: String? =
                switch PlainNumber(scalar.text) {
                case .integer: scalar.text
                case .leadingZero(let plain): plain
                case .tooLarge, .none: nil
                }
            report(
                .wrongType(
                    field, schema.expectation, found: found(node), at: span(node),
                    replacement: isExact(arena.resolved(node)) ? plain : nil))
            return nil
        }
        switch PlainNumber(scalar.text) {
        case .integer(let number): return number
        case .tooLarge: report(.outOfRange(field, "must be \(schema.expectation)", at: span(node)))
        case .leadingZero(let plain):
            report(.leadingZero(field, plain: plain, at: span(node), isExact: isExact(arena.resolved(node))))
        case .none:
            report(
                .wrongType(
                    field, schema.expectation, found: "'\(scalar.text.prefix(40))'", at: span(node),
                    replacement: isExact(arena.resolved(node))
                        ? PlainNumber.meant(by: scalar.text, inSeconds: schema.isInSeconds) : nil))
        }
        return nil
    }

    /// A number of seconds, with a unit or without.
    package mutating func duration(_ node: Int, _ schema: ValueSchema) -> Int64? {
        guard let text = scalarText(node, secrets: .refused)?.text else { return nil }
        if let seconds = DurationText.seconds(text) { return seconds }
        let meant = PlainNumber.meant(by: text, inSeconds: true).flatMap { Int64($0) }.flatMap {
            $0 < 0 ? nil : DurationText.text($0)
        }
        report(
            .badDuration(
                field, found: text, meant: meant, at: span(node), isExact: isExact(arena.resolved(node))))
        return nil
    }

    package mutating func boolean(_ node: Int) -> Bool? {
        guard let scalar = typedScalar(node, .boolean) else { return nil }
        if scalar.isTyped, scalar.text == "true" { return true }
        if scalar.isTyped, scalar.text == "false" { return false }
        let meant: String? =
            switch scalar.text.lowercased() {
            case "yes", "on", "y", "true", "1", "enabled": "true"
            case "no", "off", "n", "false", "0", "disabled": "false"
            default: nil
            }
        report(
            .wrongType(
                field, "true or false", found: scalar.isSubstituted ? "'\(scalar.text.prefix(40))'" : found(node),
                at: span(node), replacement: isExact(arena.resolved(node)) ? meant : nil))
        return nil
    }

    /// A scalar for a field that is no text.
    struct TypedScalar {
        let text: String
        /// Whether it is to be read by the type of the field: plain, or one whole substitution.
        let isTyped: Bool
        let isSubstituted: Bool
    }

    private mutating func typedScalar(_ node: Int, _ schema: ValueSchema) -> TypedScalar? {
        let target = arena.resolved(node)
        if arena.isBroken(target) { return nil }
        guard arena[target].kind == .scalar, !arena.isNull(target) else {
            report(.wrongType(field, schema.expectation, found: found(node), at: span(node)))
            return nil
        }
        guard let text = substituted(target, secrets: .refused) else { return nil }
        let isPlain = arena[target].style == .plain && !arena[target].flags.contains(.text)
        return TypedScalar(
            text: text.text, isTyped: isPlain || text.isWhole, isSubstituted: arena[target].flags.contains(.special))
    }

    /// The text of a node, as it is written.
    package func written(_ node: Int) -> ArraySlice<UInt8> {
        var source = source(of: node)
        return source.slice(arena[node])
    }

    /// Whether the text stands in the file as it is read, so that a fix-it may replace it.
    package func isExact(_ node: Int) -> Bool {
        arena[node].line == arena[node].endLine && arena[node].style != .block && !arena[node].flags.contains(.special)
    }
}
