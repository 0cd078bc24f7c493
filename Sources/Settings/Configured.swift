package import Diagnostics

/// A value that a configuration file has, and where it stands there.
package struct Configured<Value: Sendable>: Sendable {
    package let value: Value
    package let span: SourceSpan

    package init(_ value: Value, at span: SourceSpan) {
        self.value = value
        self.span = span
    }
}

extension Configured: Equatable where Value: Equatable {}
extension Configured: Hashable where Value: Hashable {}
