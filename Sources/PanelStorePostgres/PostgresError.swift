/// Why a statement, or a connection, failed.
package struct PostgresError: Error, Sendable, Hashable {
    /// What the one who asked may do about it.
    package enum Kind: Sendable, Hashable {
        /// Another transaction was in the way: the whole unit of work can be done again. Nothing of it has happened.
        case retryable
        /// The connection is gone, and with it all that the open transaction did.
        case connectionLost
        /// The connection was lost while changes were made durable: they may be there, or not.
        case outcomeUnknown
        /// A constraint of the schema forbids it.
        case refused(constraint: String)
        /// It was not done in its time, and is undone.
        case timedOut
        /// Nothing was done, and nothing will be before people have looked at it.
        case fault(Fault)
    }

    /// What is wrong with the server, its database or the way there.
    package enum Fault: Sendable, Hashable {
        case unreachable, unknownHost, starting, tooManyConnections, rejected
        case wrongPassword, missingPassword, noSuchDatabase, noSuchUser, forbidden
        case noTLS, untrustedCertificate, otherName, missingCertificateFile, plainRefused
        case tooOld, notUTF8, statementPooling
        case readOnly, full, locked, damaged
        /// The statement and the database disagree.
        case wrongStatement
    }

    package let kind: Kind
    /// Five characters of the SQL standard; empty where the server said nothing.
    package let sqlState: String
    /// In the words of the server or of libpq, on one line. Never with a password in it.
    package let message: String

    package init(_ kind: Kind, sqlState: String = "", _ message: String) {
        self.kind = kind
        self.sqlState = sqlState
        self.message = message
    }

    static func wrongAnswer(_ message: String) -> Self { Self(.fault(.wrongStatement), message) }

    static let closed = Self(.connectionLost, "the connection is closed")
}

extension PostgresError: CustomStringConvertible {
    package var description: String { sqlState.isEmpty ? message : "\(message) (\(sqlState))" }
}
