/// What is wrong with the URL of a database. It says nothing of the URL itself, which may have a password in it.
package struct PostgresLocationProblem: Error, Sendable, Hashable {
    /// One sentence part for people.
    package let message: String
    package let help: String

    private static let form = "write it as postgres://USER@HOST:5432/DATABASE"

    static let noScheme = Self(message: "the URL does not begin with postgres://", help: form)
    static let malformed = Self(message: "the URL of the database cannot be read", help: form)
    static let unknownPooling = Self(
        message: "the parameter 'pooling' has none of its values",
        help: "write pooling=auto, pooling=none or pooling=transaction")

    static func noLibrary(_ reason: String) -> Self {
        Self(
            message: "PostgreSQL's client library cannot be loaded: \(reason)",
            help: "install it: 'apt-get install libpq5' on Debian and Ubuntu, 'dnf install libpq' on Fedora")
    }
}

extension PostgresLocationProblem {
    /// What libpq's parser says. Only its words about names of parameters are repeated: all others may quote what is
    /// secret.
    init(parser text: String) {
        let quoted = text.split(separator: "\"", omittingEmptySubsequences: false)
        if text.hasPrefix("invalid URI query parameter"), quoted.count > 2 {
            self.init(
                message: "the URL of the database has an unknown parameter '\(quoted[1])'",
                help: "the parameters are those of libpq, and 'pooling'")
        } else if text.hasPrefix("invalid percent-encoded token") || text.hasPrefix("forbidden value %00") {
            self.init(
                message: "the URL of the database has a '%' that two hexadecimal digits do not follow",
                help: "write a '%' in a password as %25, an '@' as %40, a ':' as %3A and a '/' as %2F")
        } else {
            self = .malformed
        }
    }
}

extension PostgresLocationProblem: CustomStringConvertible {
    package var description: String { message }
}
