package import HTTPTransport
import PhoenixModel

extension ClientAPI {
    /// Every schedule of a server with its tasks, in order of their ids. Panels list them on one page.
    /// - Throws: `.unexpectedAnswer` where one of them cannot be read: it must not pass for one that is not there.
    package func schedules(of id: String) async throws(ClientAPIError) -> [ServerSchedule] {
        let value = try await perform(try .schedules(of: id))
        guard let page = ItemPage(value) else { throw unexpected("a list of schedules without 'data'") }
        var schedules: [ServerSchedule] = []
        schedules.reserveCapacity(page.items.count)
        for item in page.items { schedules.append(try schedule(item)) }
        return schedules.sorted { $0.id < $1.id }
    }

    package func schedule(_ number: Int64, of id: String) async throws(ClientAPIError) -> ServerSchedule {
        try schedule(try await perform(try .schedule(number, of: id)))
    }

    /// Creates a schedule without tasks. Where that `mayBeDone` although it fails, look for the name among the
    /// schedules of the server.
    ///
    /// `budget` is of the creates on this server, where the panel counts these by a limit of their own: it must outlive
    /// the call, and be another one for each server.
    package func createSchedule(
        _ content: ScheduleContent, on id: String, within budget: RateBudget
    ) async throws(ClientAPIError) -> ServerSchedule {
        let call = try ClientCall.createSchedule(content, on: id)
        return try written(try await perform(call, within: budget)) { value throws(ClientAPIError) in
            try schedule(value)
        }
    }

    /// Replaces everything but the tasks. The next run is computed anew, and a schedule that is switched on or off no
    /// longer counts as running.
    package func updateSchedule(
        _ number: Int64, to content: ScheduleContent, of id: String
    ) async throws(ClientAPIError) -> ServerSchedule {
        try schedule(try await perform(try .updateSchedule(number, to: content, of: id)))
    }

    /// Deletes a schedule and its tasks. `.notFound` for one that is not there.
    package func deleteSchedule(_ number: Int64, of id: String) async throws(ClientAPIError) {
        try await perform(try .deleteSchedule(number, of: id))
    }

    /// Runs a schedule now: the first task before the answer. Panels do nothing, and say so to nobody, where it is to
    /// run only when the server is online, and that is not.
    package func executeSchedule(_ number: Int64, of id: String) async throws(ClientAPIError) {
        try await perform(try .executeSchedule(number, of: id))
    }

    /// Adds a task behind the others. Where that `mayBeDone` although it fails, look at the schedule.
    package func createTask(
        _ content: TaskContent, in number: Int64, of id: String
    ) async throws(ClientAPIError) -> ScheduleTask {
        let call = try ClientCall.createTask(content, in: number, of: id)
        return try written(try await perform(call)) { value throws(ClientAPIError) in try task(value) }
    }

    /// Replaces all of a task but its place.
    package func updateTask(
        _ task: Int64, to content: TaskContent, in number: Int64, of id: String
    ) async throws(ClientAPIError) -> ScheduleTask {
        try self.task(try await perform(try .updateTask(task, to: content, in: number, of: id)))
    }

    /// Those behind it move up. `.notFound` for one that is not there.
    package func deleteTask(_ task: Int64, in number: Int64, of id: String) async throws(ClientAPIError) {
        try await perform(try .deleteTask(task, in: number, of: id))
    }

    private func schedule(_ value: Value?) throws(ClientAPIError) -> ServerSchedule {
        try item(value, "a schedule") { attributes throws(UnreadableRecord) in try ServerSchedule(attributes) }
    }

    private func task(_ value: Value?) throws(ClientAPIError) -> ScheduleTask {
        try item(value, "a task") { attributes throws(UnreadableRecord) in try ScheduleTask(attributes) }
    }

    /// What was created: where the answer cannot be read, it may be there all the same.
    private func written<Item>(
        _ value: Value?, _ decode: (Value?) throws(ClientAPIError) -> Item
    ) throws(ClientAPIError) -> Item {
        do throws(ClientAPIError) {
            return try decode(value)
        } catch {
            throw ClientAPIError(error.code, error.message, help: error.help, mayBeDone: true)
        }
    }
}
