/// Watches a request line pass by, in whatever pieces it comes: it must end with the name of the protocol, which the
/// parser does not tell from others that look alike.
struct RequestLine {
    /// The last bytes of the line so far.
    private var tail: [UInt8] = []
    private var isOver = false

    private static let protocolName = Array("HTTP/".utf8)
    /// `HTTP/1.1` and a carriage return.
    private static let tailLength = protocolName.count + 4

    /// Takes the next bytes of a head.
    /// - Returns: false when the line is over and named no HTTP.
    mutating func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !isOver, !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n"))
            let piece = rest[..<(end ?? rest.endIndex)].suffix(Self.tailLength)
            guard let end else {
                tail = Array((tail + piece).suffix(Self.tailLength))
                return true
            }
            rest = rest[(end + 1)...]
            // Mostly the line comes in one piece, which is looked at where it is.
            let namesHTTP = tail.isEmpty ? Self.namesHTTP(piece) : Self.namesHTTP((tail + piece)[...])
            tail = []
            // A client may send empty lines before a request line.
            guard let namesHTTP else { continue }
            isOver = true
            return namesHTTP
        }
        return true
    }

    /// Whether the end of a line, without its line feed, is a name of HTTP; nil for an empty line.
    private static func namesHTTP<Line: BidirectionalCollection<UInt8>>(_ line: Line) -> Bool?
    where Line.SubSequence == Line {
        let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        return line.isEmpty ? nil : line.suffix(protocolName.count + 3).starts(with: protocolName)
    }
}
