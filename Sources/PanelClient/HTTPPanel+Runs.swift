import HTTPTransport
package import PhoenixModel
import ServicesAPI

extension HTTPPanel: PanelRunWriter {
    package func runs(_ selection: RunFilter) async throws(PanelError) -> [TaskRun] {
        var runs: [TaskRun] = []
        // New runs move the others on to the next page while it is read.
        var ids: Set<String> = []
        var call = try PanelCall.runs(selection)
        var links: Set<PageLink> = []
        while runs.count < selection.limit {
            let page = try RunPage(await connection.decoder(try await performOnRuns(call), of: call))
            // A panel need not know the filters.
            for run in page.runs where selection.has(run) && ids.insert(run.id).inserted { runs.append(run) }
            guard let next = page.next, !page.runs.isEmpty else { break }
            let link = try PageLink(next, from: connection.address)
            guard links.insert(link).inserted else { break }
            call = PanelCall(call.route, target: link.target)
        }
        return Array(runs.prefix(selection.limit))
    }

    package func run(_ id: String, ofService serviceID: String) async throws(PanelError) -> TaskRun? {
        try await found(try PanelCall.run(id, ofService: serviceID), TaskRun.init(api:))
    }

    package func health(ofService id: String) async throws(PanelError) -> ServiceHealth? {
        try await found(try PanelCall.health(ofService: id), ServiceHealth.init(api:))
    }

    package func startRun(ofService id: String, idempotencyKey: String) async throws(PanelError) -> TaskRun {
        let call = try PanelCall.startRun(ofService: id, key: idempotencyKey)
        return try await connection.decoder(try await performOnRuns(call), of: call).data(TaskRun.init(api:))
    }

    package func stopRun(_ id: String, ofService serviceID: String) async throws(PanelError) -> TaskRun {
        let call = try PanelCall.stopRun(id, ofService: serviceID)
        return try await connection.decoder(try await performOnRuns(call), of: call).data(TaskRun.init(api:))
    }

    /// What a call about one thing answers; nil when that is not there.
    private func found<Result>(
        _ makeCall: @autoclosure () throws(PanelError) -> PanelCall,
        _ read: (Value) throws(APIObjectError) -> Result
    ) async throws(PanelError) -> Result? {
        do throws(PanelError) {
            let call = try makeCall()
            return try await connection.decoder(try await performOnRuns(call), of: call).data(read)
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }

    /// Panels with the documented routes alone have neither runs nor what starts them.
    private func performOnRuns(_ call: PanelCall) async throws(PanelError) -> SentResponse {
        let sent = try await connection.send(call)
        if sent.isSuccess { return sent }
        if await !knowsRuns(sent, call) {
            throw PanelError(
                .unexpectedAnswer, "\(connection.address) has services, but no runs",
                help: "phoenix serve is a panel that runs tasks")
        }
        throw await connection.refusal(sent, to: call).unlessDone(sent.mayBeDone, call)
    }

    /// Whether a refusal is about what is asked for, and not about the route.
    private func knowsRuns(_ sent: SentResponse, _ call: PanelCall) async -> Bool {
        guard sent.response.status == 404 || sent.response.status == 405, call.route != .getServiceHealth,
            await connection.knowledge.servesAPI
        else { return true }
        let codes = ErrorResponse(sent.response.body)?.problems.map(\.code) ?? []
        return codes.contains(ServiceErrorCode.serviceNotFound.rawValue)
            || (call.route.path.contains("{run}") && codes.contains(ServiceErrorCode.notFound.rawValue))
    }
}

extension RunFilter {
    fileprivate func has(_ run: TaskRun) -> Bool {
        let time = run.scheduledFor ?? run.queuedAt
        return (serviceID ?? run.serviceID) == run.serviceID && (result == nil || result == run.result)
            && since.map { $0 <= time } ?? true && until.map { $0 >= time } ?? true
    }
}
