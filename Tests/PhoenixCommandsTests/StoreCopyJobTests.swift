import Foundation
import PanelFixtures
import PhoenixTestSupport
import ProcessFixtures
import Testing

@Suite("store copy", .ownThread, .mustEnd)
struct StoreCopyJobTests {
    @Test("moves a panel with its keys and ownership: the plan after it is empty, and keys still count")
    func moves() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key("ci")
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#, "two": #"{ schedule: "0 3 * * *" }"#])
            try phoenix.applied()
            let copied = try phoenix("store", "copy", "sqlite:panel.db", "sqlite:other.db")
            #expect(copied.status == 0, "\(copied.error)")
            #expect(copied.output.contains(/service +6 +[0-9a-f]{64}\n/), "\(copied.output)")
            #expect(copied.error.contains(/copied sqlite:panel.db to sqlite:other.db: \d+ rows, all the same/))

            let other = ["PHOENIX_STORE": "sqlite:other.db"]
            let plan = try phoenix("plan", "-f", "p.yaml", "--detailed-exitcode", environment: other)
            #expect(plan.status == 0, "\(plan.output)\(plan.error)")
            try #expect(phoenix("doctor", environment: other).status == 0)
            try FileManager.default.removeItem(atPath: phoenix.folder.appendingPathComponent("panel.db").path)
            try phoenix.sql("VACUUM INTO 'panel.db'", on: "other.db")
            try await phoenix.serve { panel in
                #expect(try await panel.exchange("GET", "/api/v1/services", key: key).statusLine.contains("200"))
                let served = try await blockingCall { () -> PhoenixProcess.Result in
                    while true {
                        let result = try phoenix("store", "copy", "sqlite:panel.db", "sqlite:third.db")
                        if result.status != 0 { return result }
                        try FileManager.default.removeItem(
                            atPath: phoenix.folder.appendingPathComponent("third.db").path)
                    }
                }
                #expect(served.status == 1)
                #expect(served.error.contains("sqlite:panel.db is being served, by "), "\(served.error)")
            }
        }
    }

    @Test("refuses what would mix or lose data, and says what to do")
    func refusals() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["one": #"{ schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            func copy(_ from: String, _ to: String) throws -> PhoenixProcess.Result {
                try phoenix("store", "copy", from, to)
            }
            let same = try copy("sqlite:panel.db", "sqlite:panel.db")
            #expect(same.status == 64)
            #expect(same.error.contains("both stores are sqlite:panel.db"), "\(same.error)")
            let missing = try copy("sqlite:none.db", "sqlite:new.db")
            #expect(missing.status == 1)
            #expect(!FileManager.default.fileExists(atPath: phoenix.folder.appendingPathComponent("new.db").path))
            try #expect(copy("sqlite:panel.db", "sqlite:new.db").status == 0)
            let again = try copy("sqlite:panel.db", "sqlite:new.db")
            #expect(again.status == 1)
            #expect(again.error.contains("sqlite:new.db is not empty"), "\(again.error)")

            try phoenix.sql("INSERT INTO store_copy VALUES ('sqlite:elsewhere.db', '{}')", on: "new.db")
            let half = try phoenix("doctor", environment: ["PHOENIX_STORE": "sqlite:new.db"])
            #expect(half.status == 1)
            #expect(
                half.output.contains("sqlite:new.db is an unfinished copy of sqlite:elsewhere.db"), "\(half.output)")
            let other = try copy("sqlite:panel.db", "sqlite:new.db")
            #expect(other.error.contains("is an unfinished copy of another store"), "\(other.error)")
        }
    }
}
