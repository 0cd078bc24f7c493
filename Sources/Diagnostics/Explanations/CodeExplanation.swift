/// A heading and the text below it, as `phoenix explain CODE` prints them.
///
/// The texts stand in extensions, one file for each area of codes.
struct CodeExplanation: Sendable {
    let title: String
    let text: String

    init(_ title: String, _ text: String) {
        self.title = title
        self.text = text
    }
}
