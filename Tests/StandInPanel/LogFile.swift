import ArgumentParser
import ClientPanelFixtures
import Glibc
import PhoenixModel

/// A file that lines are added to. Each is there before the request is answered, whatever ends this process.
struct LogFile: Sendable {
    private let descriptor: CInt

    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ValidationError("--log \(path): \(String(cString: strerror(errno)))") }
    }

    func append(_ request: ArrivedRequest) { write("\(request.json.jsonText())\n", to: descriptor) }
}

/// One write for the whole text.
func write(_ text: String, to descriptor: CInt) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
}
