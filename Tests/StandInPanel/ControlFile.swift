import ClientPanelFixtures
import Glibc

/// Orders to a panel that runs, from whoever tests something against it.
enum ControlFile {
    struct Order {
        private let verb: Substring
        private let number: Int64

        init?(_ line: Substring) {
            let words = line.split(separator: " ")
            guard words.count == 2, let number = Int64(words[1]) else { return nil }
            verb = words[0]
            self.number = number
        }

        func carryOut(on servers: inout [StandInServer]) {
            switch verb {
            case "remove": servers.removeAll { $0.internalID == number }
            default:
                for place in servers.indices where servers[place].internalID == number {
                    servers[place].status = verb == "suspend" ? "suspended" : nil
                }
            }
        }
    }

    /// nil where there is no file.
    static func read(_ path: String) -> [Order]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var next = fgetc(file)
        while next != EOF {
            bytes.append(UInt8(truncatingIfNeeded: next))
            next = fgetc(file)
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap(Order.init)
    }
}
