import Diagnostics
import PhoenixModel
import YAMLReading

extension FileDecoder {
    /// The text of a scalar, whatever it looks like; reports anything else, and a text that breaks the rule.
    mutating func text(_ node: Int, _ rule: TextRule, secrets: SecretPolicy = .refused) -> SubstitutedText? {
        let target = arena.resolved(node)
        if arena.isBroken(target) { return nil }
        guard arena[target].kind == .scalar, !arena.isNull(target) else {
            report(.wrongType(field, "text", found: found(node), at: span(node)))
            return nil
        }
        guard let text = substituted(target, secrets: secrets) else { return nil }
        guard let problem = rule.problem(in: text.text) else { return text }
        if rule.form == .key, text.secretReference == nil {
            report(.badKey(text.text, at: span(node), isExact: isExact(target)))
        } else {
            report(.badText(field, problem, at: span(node)))
        }
        return nil
    }

    /// A key or the name of a project or notification.
    mutating func key(_ node: Int) -> NamedReference? {
        text(node, TextRule(.key, length: 0...Int.max), secrets: .refusedInKey).map {
            NamedReference(text: $0.text, span: span(node))
        }
    }

    /// Whether the field that is being read takes seconds.
    private var isInSeconds: Bool { Self.fieldsInSeconds.contains { field.hasSuffix("\($0)'") } }

    private static let fieldsInSeconds = ["timeout", "delay_between", "interval", "wait"]

    mutating func integer(_ node: Int, _ range: ClosedRange<Int64>) -> Int64? {
        let shape = Shape.integer(range)
        guard let scalar = typedScalar(node, shape) else { return nil }
        guard scalar.isTyped else {
            let plain: String? =
                switch PlainNumber(scalar.text) {
                case .integer: scalar.text
                case .leadingZero(let plain): plain
                case .tooLarge, .none: nil
                }
            report(
                .wrongType(
                    field, shape.expectation, found: found(node), at: span(node),
                    replacement: isExact(arena.resolved(node)) ? plain : nil))
            return nil
        }
        switch PlainNumber(scalar.text) {
        case .integer(let number) where range.contains(number): return number
        case .integer(let number):
            report(.outOfRange(field, "must be \(shape.expectation), not \(number)", at: span(node)))
        case .tooLarge: report(.outOfRange(field, "must be \(shape.expectation)", at: span(node)))
        case .leadingZero(let plain):
            report(.leadingZero(field, plain: plain, at: span(node), isExact: isExact(arena.resolved(node))))
        case .none:
            report(
                .wrongType(
                    field, shape.expectation, found: "'\(scalar.text.prefix(40))'", at: span(node),
                    replacement: isExact(arena.resolved(node))
                        ? PlainNumber.meant(by: scalar.text, inSeconds: isInSeconds) : nil))
        }
        return nil
    }

    mutating func boolean(_ node: Int) -> Bool? {
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

    mutating func choice(_ node: Int, _ shape: Shape) -> String? {
        guard case .choice(let choices) = shape else { return nil }
        guard let text = text(node, TextRule(.any, length: 0...Int.max), secrets: .refused)?.text else {
            return nil
        }
        if choices.contains(text) { return text }
        report(
            .badChoice(
                field, text, shape.expectation, closest: choices.closest(to: text), at: span(node),
                isExact: isExact(arena.resolved(node))))
        return nil
    }

    /// A scalar for a field that is no text.
    struct TypedScalar {
        let text: String
        /// Whether it is to be read by the type of the field: plain, or one whole substitution.
        let isTyped: Bool
        let isSubstituted: Bool
    }

    private mutating func typedScalar(_ node: Int, _ shape: Shape) -> TypedScalar? {
        let target = arena.resolved(node)
        if arena.isBroken(target) { return nil }
        guard arena[target].kind == .scalar, !arena.isNull(target) else {
            report(.wrongType(field, shape.expectation, found: found(node), at: span(node)))
            return nil
        }
        guard let text = substituted(target, secrets: .refused) else { return nil }
        let isPlain = arena[target].style == .plain && !arena[target].flags.contains(.text)
        return TypedScalar(
            text: text.text, isTyped: isPlain || text.isWhole, isSubstituted: arena[target].flags.contains(.special))
    }

    /// Whether the text stands in the file as it is read, so that a fix-it may replace it.
    func isExact(_ node: Int) -> Bool {
        arena[node].line == arena[node].endLine && arena[node].style != .block && !arena[node].flags.contains(.special)
    }
}
