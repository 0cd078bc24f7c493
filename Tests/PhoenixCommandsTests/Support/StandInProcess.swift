import Foundation
import ProcessFixtures
import Testing

/// `stand-in-panel` in the background: a panel with schedules in memory, over HTTP.
struct StandInProcess {
    struct NotListening: Error {
        let output: String
    }

    static let key = "ptlc_StandInPanelKeyForTests0000000000000000000000"

    let url: String
    /// What makes `phoenix` work on it, without any other target.
    let environment: [String: String?]
    private let process: ServerProcess
    private let phoenix: PhoenixProcess

    /// Runs `body` with a panel, which is gone afterwards.
    static func withPanel<T>(
        _ phoenix: PhoenixProcess, _ options: String..., body: (StandInProcess) throws -> T
    ) throws -> T {
        let binary = PhoenixProcess.binary.deletingLastPathComponent().appendingPathComponent("stand-in-panel")
        let process = try ServerProcess(
            binary.path, ["--key", key, "--control", "control"] + options, as: nil, folder: phoenix.folder.path)
        defer { process.signal(SIGKILL) }
        var tries = 0
        while !process.output.hasSuffix("\n") {
            tries += 1
            guard process.isRunning, tries < 6_000 else { throw NotListening(output: process.output) }
            Thread.sleep(forTimeInterval: 0.05)
        }
        let url = process.output.trimmingCharacters(in: .whitespacesAndNewlines)
        return try body(StandInProcess(url: url, process: process, phoenix: phoenix))
    }

    private init(url: String, process: ServerProcess, phoenix: PhoenixProcess) {
        self.url = url
        self.process = process
        self.phoenix = phoenix
        environment = ["PHOENIX_STORE": nil, "PHOENIX_CLIENT_API": url, "PHOENIX_CLIENT_API_KEY": Self.key]
    }

    /// Runs a command on the panel.
    func callAsFunction(_ arguments: String...) throws -> PhoenixProcess.Result { try run(arguments) }

    func run(_ arguments: [String]) throws -> PhoenixProcess.Result {
        try phoenix.run(arguments, environment: environment)
    }

    /// Gives orders, `suspend 2` and the like, and waits until they are carried out.
    func order(_ orders: String) throws {
        // Moved there whole: the panel must not see half of it.
        try phoenix.write(orders + "\n", to: ".orders")
        let moved = try phoenix.shell("mv .orders control; while [ -e control ]; do sleep 0.02; done")
        try #require(moved.status == 0, "\(moved.error)")
    }

    /// One request to its Client API, as somebody else at the panel would send it. Answers the body.
    @discardableResult
    func request(_ method: String, _ path: String, _ body: String = "") throws -> String {
        let data = body.isEmpty ? "" : "-H 'Content-Type: application/json' -d '\(body)'"
        let result = try phoenix.shell(
            "curl -s -X \(method) -H 'Accept: application/json' -H 'Authorization: Bearer \(Self.key)' \(data) "
                + "'\(url)/api/client/servers/\(path)'")
        try #require(result.status == 0, "\(result.error)")
        return result.output
    }

    /// Changes a schedule as somebody at the panel would, to one that runs at another hour.
    func move(_ schedule: Int, of server: String, named name: String, toHour hour: Int, isActive: Bool = true) throws {
        try request(
            "POST", "\(server)/schedules/\(schedule)",
            """
            {"name":"\(name)","minute":"0","hour":"\(hour)","day_of_month":"*","month":"*","day_of_week":"*",\
            "is_active":\(isActive),"only_when_online":false}
            """)
    }

    /// The name of a schedule as it is stored, with its marker.
    func storedName(_ schedule: Int, of server: String) throws -> String {
        let body = try request("GET", "\(server)/schedules/\(schedule)")
        let object = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        let attributes = try #require(object?["attributes"] as? [String: Any], "\(body)")
        return try #require(attributes["name"] as? String)
    }
}
