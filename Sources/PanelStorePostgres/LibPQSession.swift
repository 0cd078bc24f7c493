internal import CLibPQ
import Glibc

/// The connection as libpq has it. Every call blocks its thread until it is done, or its deadline has passed.
///
/// libpq allows one thread at a time. The actor that holds it, on its executor, is that one.
final class LibPQSession: @unchecked Sendable {
    private var handle: OpaquePointer?

    /// How long a server may take to answer that it gave up.
    private static let cancelPatience = Duration.seconds(1)

    init(to location: PostgresLocation, until deadline: ContinuousClock.Instant) throws(PostgresError) {
        guard let handle = Self.start(location.parameters) else {
            throw PostgresError(.fault(.unreachable), "out of memory")
        }
        do throws(PostgresError) {
            try Self.finishConnecting(handle, until: deadline)
        } catch {
            PQfinish(handle)
            throw error
        }
        PQsetnonblocking(handle, 1)
        self.handle = handle
    }

    deinit { close() }

    private static func start(_ parameters: [String: PostgresLocation.Parameter]) -> OpaquePointer? {
        let entries = Array(parameters)
        let keywords = entries.map { strdup($0.key) }
        let values = entries.map { strdup($0.value.text) }
        defer {
            for keyword in keywords { free(keyword) }
            for value in values {
                // It may be the password.
                if let value { explicit_bzero(value, strlen(value)) }
                free(value)
            }
        }
        return PQconnectStartParams(
            keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 0)
    }

    private static func finishConnecting(
        _ handle: OpaquePointer, until deadline: ContinuousClock.Instant
    ) throws(PostgresError) {
        // The default prints on standard error what the server notes.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        var status = PQstatus(handle) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while status != PGRES_POLLING_OK {
            guard status != PGRES_POLLING_FAILED else {
                throw PostgresError(
                    connecting: String(cString: PQerrorMessage(handle)),
                    needsPassword: PQconnectionNeedsPassword(handle) == 1)
            }
            let events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard SocketWait.wait(PQsocket(handle), for: events, until: deadline) != nil else {
                throw PostgresError(.fault(.unreachable), "the server did not answer in time")
            }
            status = PQconnectPoll(handle)
        }
    }

    var serverVersion: Int { handle.map { Int(PQserverVersion($0)) } ?? 0 }
    var processID: Int32 { handle.map { PQbackendPID($0) } ?? 0 }
    var isIdle: Bool { handle.map { PQtransactionStatus($0) == PQTRANS_IDLE } ?? false }

    var isInTransaction: Bool {
        guard let handle else { return false }
        let status = PQtransactionStatus(handle)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    func parameter(_ name: String) -> String? {
        handle.flatMap { PQparameterStatus($0, name) }.map { String(cString: $0) }
    }

    var isAlive: Bool {
        guard let handle, PQstatus(handle) == CONNECTION_OK else { return false }
        // What has come unasked: notes and settings, or why the server has hung up.
        for _ in 0..<8 {
            guard SocketWait.wait(PQsocket(handle), for: POLLIN, until: .now) != nil else { return true }
            guard PQconsumeInput(handle) == 1 else { return false }
            while let note = PQnotifies(handle) { PQfreemem(note) }
        }
        return PQstatus(handle) == CONNECTION_OK
    }

    func close() {
        if let handle { PQfinish(handle) }
        handle = nil
    }
}

extension LibPQSession {
    func prepare(
        _ sql: String, as name: String, until deadline: ContinuousClock.Instant
    ) throws(PostgresError) {
        _ = try perform(deadline, Failure(mayCommit: false, isCommit: false)) { handle in
            PQsendPrepare(handle, name, sql, 0, nil)
        }
    }

    /// Runs a statement; `name` when it is prepared.
    func run(
        _ statement: PostgresStatement, prepared name: String?, until deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> PostgresRows {
        let isCommit = statement.isCommit
        let failure = Failure(mayCommit: isCommit || isIdle && statement.mayCommitByItself, isCommit: isCommit)
        let parameters = StatementParameters(statement.values)
        return try perform(deadline, failure) { handle in
            parameters.withPointers { values, lengths, formats in
                if let name {
                    PQsendQueryPrepared(handle, name, parameters.count, values, lengths, formats, 1)
                } else {
                    PQsendQueryParams(handle, statement.sql, parameters.count, nil, values, lengths, formats, 1)
                }
            }
        }
    }

    /// What the loss of the connection means for a statement.
    private struct Failure {
        let mayCommit: Bool
        let isCommit: Bool

        var kindOfLoss: PostgresError.Kind { mayCommit ? .outcomeUnknown : .connectionLost }
    }

    private func perform(
        _ deadline: ContinuousClock.Instant, _ failure: Failure, _ send: (OpaquePointer) -> Int32
    ) throws(PostgresError) -> PostgresRows {
        guard let handle else { throw .closed }
        guard ContinuousClock.now < deadline else { throw PostgresError(.timedOut, "the time is over") }
        guard send(handle) == 1 else {
            // Nothing has left this machine.
            throw lost(handle, .connectionLost)
        }
        do throws(Interruption) {
            return try answer(handle, until: deadline, failure)
        } catch {
            switch error {
            case .failed(let error): throw error
            case .lost: throw lost(handle, failure.kindOfLoss)
            case .timedOut: return try giveUp(handle, failure)
            }
        }
    }

    /// Why an answer did not come.
    private enum Interruption: Error {
        case lost, timedOut
        case failed(PostgresError)
    }

    /// Sends what waits to be sent, and takes all results; the last good one counts, or the first error.
    private func answer(
        _ handle: OpaquePointer, until deadline: ContinuousClock.Instant, _ failure: Failure
    ) throws(Interruption) -> PostgresRows {
        while true {
            let state = PQflush(handle)
            if state == 0 { break }
            // The server may have to be read before it reads.
            guard let ready = SocketWait.wait(PQsocket(handle), for: POLLIN | POLLOUT, until: deadline) else {
                throw .timedOut
            }
            if state < 0 || ready & POLLIN != 0, PQconsumeInput(handle) == 0 { break }
            if state < 0 { break }
        }
        var rows: PostgresRows?
        var error: PostgresError?
        while true {
            while PQisBusy(handle) == 1 {
                guard SocketWait.wait(PQsocket(handle), for: POLLIN, until: deadline) != nil else { throw .timedOut }
                // What the server said before it hung up is still to be taken.
                if PQconsumeInput(handle) == 0 { break }
            }
            guard let result = PQgetResult(handle) else { break }
            let answer = PostgresRows(result)
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: rows = answer
            case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR:
                error = error ?? PostgresError(result, failure.isCommit, failure.kindOfLoss)
            default: throw .lost
            }
        }
        if let error {
            if PQstatus(handle) == CONNECTION_BAD { close() }
            throw .failed(error)
        }
        guard let rows, PQstatus(handle) == CONNECTION_OK else { throw .lost }
        return rows
    }

    /// The time is over: asks the server to give up, waits a little for its answer, and closes the connection.
    private func giveUp(_ handle: OpaquePointer, _ failure: Failure) throws(PostgresError) -> PostgresRows {
        defer { close() }
        StatementCancel.send(handle)
        do throws(Interruption) {
            // It may have been done at the last moment.
            return try answer(handle, until: .now + Self.cancelPatience, failure)
        } catch {
            if case .failed(let error) = error { throw error }
            throw PostgresError(
                failure.mayCommit ? .outcomeUnknown : .timedOut, "the server did not answer in time")
        }
    }

    private func lost(_ handle: OpaquePointer, _ kind: PostgresError.Kind) -> PostgresError {
        defer { close() }
        return PostgresError(kind, PostgresError.firstLine(PQerrorMessage(handle)) ?? "the connection broke")
    }
}

extension PostgresError {
    /// An error as a result of libpq has it.
    fileprivate init(_ result: OpaquePointer, _ isCommit: Bool, _ kindOfLoss: Kind) {
        func field(_ code: Character) -> String? {
            let code = Int32(code.asciiValue ?? 0)
            return PQresultErrorField(result, code).map { String(cString: $0) }
        }
        // Without a state it is libpq that speaks: the connection broke.
        guard let state = field("C") else {
            self.init(kindOfLoss, Self.firstLine(PQresultErrorMessage(result)) ?? "the connection broke")
            return
        }
        self.init(sqlState: state, message: field("M") ?? "", constraint: field("n"), isCommit: isCommit)
    }

    /// libpq ends its messages with a line break, and some with advice.
    fileprivate static func firstLine(_ text: UnsafePointer<CChar>?) -> String? {
        text.flatMap { String(cString: $0).split(separator: "\n").first.map(String.init) }
    }
}
