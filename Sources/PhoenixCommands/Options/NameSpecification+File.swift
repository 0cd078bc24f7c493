import ArgumentParser

extension NameSpecification {
    static let file: NameSpecification = [.customShort("f"), .customLong("file")]
}
