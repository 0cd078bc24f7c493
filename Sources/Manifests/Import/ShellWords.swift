/// The commands of a line of shell, each as its words.
///
/// Quotes and backslashes are taken as a shell does; variables, substitutions and pipes are not followed.
enum ShellWords {
    /// Letters, digits, `_` and `-`.
    static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2D, 0x5F, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// nil for a line whose quotes do not end, or that does more than one command after the other.
    static func commands(_ line: String) -> [[String]]? {
        var commands: [[String]] = []
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = Substring(line)
        func endWord() {
            if let word { words.append(word) }
            word = nil
        }
        func endCommand() {
            endWord()
            if !words.isEmpty { commands.append(words) }
            words = []
        }
        while let character = rest.popFirst() {
            if let open = quote {
                if character == open {
                    quote = nil
                } else if open == "\"", character == "\\", let next = rest.first, "\"\\$`".contains(next) {
                    word?.append(rest.removeFirst())
                } else {
                    word?.append(character)
                }
                continue
            }
            switch character {
            case "\"", "'":
                quote = character
                word = word ?? ""
            case "\\": if let next = rest.popFirst() { word = (word ?? "") + String(next) }
            case " ", "\t": endWord()
            case ";": endCommand()
            case "&" where rest.hasPrefix("&"):
                rest.removeFirst()
                endCommand()
            case "&" where word?.hasSuffix(">") ?? false: word?.append(character)
            case "|", "&": return nil
            default: word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        endCommand()
        return commands
    }
}
