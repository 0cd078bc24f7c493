/// A value that holds for a run, and where it was taken from.
package struct Setting<Value: Sendable>: Sendable {
    package let value: Value
    package let origin: SettingOrigin

    package init(_ value: Value, from origin: SettingOrigin) {
        self.value = value
        self.origin = origin
    }

    func map<Other: Sendable>(_ transform: (Value) -> Other) -> Setting<Other> {
        Setting<Other>(transform(value), from: origin)
    }
}

extension Setting: Equatable where Value: Equatable {}
extension Setting: Hashable where Value: Hashable {}
