extension PostgresError {
    /// What the server answered to a statement.
    /// - Parameters:
    ///   - sqlState: its five characters.
    ///   - message: its sentence.
    ///   - constraint: the one that was broken, where it says so.
    ///   - isCommit: the statement was to make changes durable.
    init(sqlState: String, message: String, constraint: String?, isCommit: Bool) {
        self.init(Self.kind(sqlState, message, constraint, isCommit: isCommit), sqlState: sqlState, message)
    }

    private static func kind(_ state: String, _ message: String, _ constraint: String?, isCommit: Bool) -> Kind {
        switch state {
        // Serialization failure and deadlock; a prepared statement that the server does not have, or not as it was.
        case "40001", "40P01", "26000", "42P05": return .retryable
        case "0A000" where message.contains("cached plan"): return .retryable
        case "40003": return .outcomeUnknown
        case "57014": return .timedOut
        default: break
        }
        // The server ends the session, or was cut off from it.
        if endsSession(state) { return isCommit ? .outcomeUnknown : .connectionLost }
        if state.hasPrefix("23") { return .refused(constraint: constraint ?? "") }
        return .fault(fault(state, message))
    }

    private static func endsSession(_ state: String) -> Bool {
        switch state {
        // Shut down by an administrator, by a crash, idle for too long in a transaction or out of it.
        case "57P01", "57P02", "57P04", "57P05", "25P03", "25P04": true
        case "08P01": false
        default: state.hasPrefix("08")
        }
    }

    /// The fault that a state means; `message` only where poolers have one state for everything.
    static func fault(_ state: String, _ message: String) -> Fault {
        switch state {
        case "28P01": .wrongPassword
        case "28000": message.contains("role") && message.contains("does not exist") ? .noSuchUser : .rejected
        case "3D000": .noSuchDatabase
        case "42501": .forbidden
        case "53300": .tooManyConnections
        case "53100": .full
        case "25006": .readOnly
        case "57P03": .starting
        case "55P03": .locked
        case "XX001", "XX002": .damaged
        case "08P01": pooler(message)
        default: .wrongStatement
        }
    }

    /// What pgbouncer says of everything is a protocol violation.
    private static func pooler(_ message: String) -> Fault {
        if message.contains("statement pooling") { return .statementPooling }
        if message.contains("no more connections") || message.contains("query_wait_timeout") {
            return .tooManyConnections
        }
        if message.contains("no such database") { return .noSuchDatabase }
        if message.contains("no such user") || message.contains("auth") { return .wrongPassword }
        if message.contains("server_login_retry") || message.contains("connect") { return .unreachable }
        return .wrongStatement
    }
}
