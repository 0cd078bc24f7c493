import ClientAPI
import ClientPanelFixtures
import ClockFixtures
import HTTPTransport
import NativeSchedules
import PhoenixModel

/// A stand-in panel with what writes to it.
struct Bench {
    let panel: StandInPanel
    let time = ManualTime()

    init(_ count: Int = 2, _ family: StandInFamily = .phoenixPanel, change: (inout StandInOptions) -> Void = { _ in }) {
        var options = StandInOptions(family)
        options.isAdmin = true
        change(&options)
        let time = time
        panel = StandInPanel((1...max(1, count)).map { StandInServer($0) }, options: options, now: { time.now })
    }

    /// A new run of phoenix. `limit`: it is killed after so many requests.
    func native(limit: Int? = nil, gauge: Gauge? = nil) throws -> NativePanel {
        let transport = StandInTransport(panel, limit: limit, gauge: gauge)
        let api = ClientAPI(
            address: try .init(clientAPI: "https://panel.example.com"), key: try BearerToken(panel.options.key),
            options: ClientAPIOptions(version: "1.0"), transport: transport, clock: time.clock())
        return NativePanel(api: api, clock: time.clock())
    }

    func schedules(on place: Int = 0) -> [StandInSchedule] { panel.servers[place].schedules }

    func id(_ place: Int = 0) -> GameServer.ID { String(panel.servers[place].uuid.prefix(8)) }

    /// A write as a plan has it.
    func write(
        _ key: String = "restart", on place: Int = 0, name: String = "Nightly restart", schedule: String = "0 4 * * *",
        enabled: Bool = true, steps: [Value] = [Self.say("a"), Self.power("restart", after: 60)]
    ) -> ObjectWrite {
        var fields = ServiceFields(name: name)
        fields.schedule = schedule
        fields.timezone = "UTC"
        fields.enabled = enabled
        fields.onlyWhenOnline = false
        fields.steps = .list(steps)
        var digests = FieldDigests(.short)
        for (number, field) in Field.all(of: .native).enumerated() where field != .timezone {
            digests[field] = UInt32(number + 1) << 6 | UInt32(fields.stepCountForTests) << 16
        }
        let key = ScheduleKey(entry: key, server: id(place)).text
        let ownership = Ownership(project: "skyblock", key: key, digests: digests)
        return ObjectWrite(kind: .native, fields: fields, ownership: .set(ownership), server: id(place))
    }

    static func say(_ text: String, after offset: Int64 = 0) -> Value {
        ["action": "command", "payload": .string(text), "offset": .integer(offset), "continue_on_failure": false]
    }

    static func power(_ signal: String, after offset: Int64 = 0) -> Value {
        ["action": "power", "payload": .string(signal), "offset": .integer(offset), "continue_on_failure": false]
    }

    /// What a run of phoenix does for these: it creates what lacks, and updates what differs. The errors of those that
    /// failed.
    @discardableResult
    func apply(_ writes: [ObjectWrite], limit: Int? = nil) async throws -> [PanelError] {
        let native = try native(limit: limit)
        var errors: [PanelError] = []
        do throws(PanelError) {
            let live = try await native.readAll()
            for write in writes {
                do throws(PanelError) {
                    try await carryOut(write, on: native, live)
                } catch {
                    errors.append(error)
                }
            }
        } catch {
            errors.append(error)
        }
        return errors
    }

    private func carryOut(_ write: ObjectWrite, on native: NativePanel, _ live: LiveState) async throws(PanelError) {
        guard case .set(let ownership) = write.ownership else { return }
        guard let object = live.objects.first(where: { $0.isOwned(like: ownership) }) else {
            _ = try await native.create(write, idempotencyKey: "k")
            return
        }
        guard !object.isAsWritten(write) else { return }
        _ = try await native.read(id: object.id)
        _ = try await native.update(id: object.id, write, ifMatch: nil)
    }
}

extension ServiceFields {
    fileprivate var stepCountForTests: Int { if case .list(let steps)? = steps { steps.count } else { 0 } }
}

/// The error of a call; nil when it goes well.
func panelError(_ body: () async throws(PanelError) -> some Any) async -> PanelError? {
    do throws(PanelError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
