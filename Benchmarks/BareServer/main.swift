// The yardstick of the server's benchmarks: a bare Hummingbird route that answers the bytes of a file.
import Foundation
import Hummingbird
import Logging
import NIOCore

let arguments = CommandLine.arguments
guard arguments.count == 3, let port = Int(arguments[1]), let bytes = FileManager.default.contents(atPath: arguments[2])
else {
    FileHandle.standardError.write(Data("usage: bare-server PORT FILE\n".utf8))
    exit(64)
}
let body = ByteBuffer(bytes: bytes)
let router = Router()
router.get("**") { _, _ in
    Response(status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: body))
}
var logger = Logger(label: "bare-server")
logger.logLevel = .error
let application = Application(
    router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)), logger: logger
)
try await application.runService()
