package import PanelStore
import PhoenixModel

extension PostgresError {
    /// What people are told, and what they can do about it.
    package func storeError(at location: PostgresLocation) -> PanelStoreError {
        let error = sentence(location.name)
        return PanelStoreError(error.fault, error.message, help: error.help, mayPass: isPassing)
    }

    /// Whether the server may do later what it does not do now, with the same URL and the same roles and databases.
    private var isPassing: Bool {
        switch kind {
        case .retryable, .connectionLost, .outcomeUnknown, .timedOut: true
        case .refused: false
        case .fault(let fault): mayPass || [.readOnly, .full, .locked].contains(fault)
        }
    }

    private func sentence(_ name: String) -> PanelStoreError {
        switch kind {
        case .retryable:
            return PanelStoreError(.locked, "other writers were in the way on \(name) again and again: \(message)")
        case .connectionLost:
            return PanelStoreError(
                .unavailable, "the connection to \(name) broke: \(message)",
                help: "nothing was changed; run this again when the server is back")
        case .outcomeUnknown:
            return PanelStoreError(
                .unavailable, "the connection to \(name) broke while changes were saved: \(message)",
                help: "look whether they are there before you make them again")
        case .refused(let constraint):
            return PanelStoreError(.unavailable, "the database \(name) refused a row (\(constraint)): \(message)")
        case .timedOut:
            return PanelStoreError(
                .unavailable, "\(name) did not do its work in time: \(message)",
                help: "look what else it does: SELECT * FROM pg_stat_activity")
        case .fault(let fault): return Self.storeError(fault, name, message)
        }
    }

    private static func storeError(_ fault: Fault, _ name: String, _ message: String) -> PanelStoreError {
        switch fault {
        case .unreachable:
            PanelStoreError(
                .unavailable, "the server of \(name) cannot be reached: \(message)",
                help: "check host and port, and that PostgreSQL runs and listens there")
        case .unknownHost:
            PanelStoreError(
                .unavailable, "the host of \(name) has no address: \(message)",
                help: "correct the name, or check the name service of this machine")
        case .starting:
            PanelStoreError(
                .unavailable, "the server of \(name) is starting or stopping: \(message)",
                help: "wait until it accepts connections")
        case .tooManyConnections:
            PanelStoreError(
                .unavailable, "the server of \(name) has no connection left: \(message)",
                help: "raise its max_connections, or close what else is connected; pg_stat_activity shows who is")
        case .rejected:
            PanelStoreError(
                .unavailable, "the server of \(name) admits nobody from here: \(message)",
                help: "add a line for this user, database and address to its pg_hba.conf, then reload it")
        case .plainRefused:
            PanelStoreError(
                .unavailable, "the server of \(name) admits nobody without TLS: \(message)",
                help: "write sslmode=verify-full into the URL")
        case .wrongPassword:
            PanelStoreError(
                .unavailable, "the server of \(name) refused the password: \(message)",
                help: "correct it in PGPASSWORD, the pass file or the URL")
        case .missingPassword:
            PanelStoreError(
                .unavailable, "the server of \(name) asks for a password, and there is none",
                help: "set PGPASSWORD, or write it into ~/.pgpass (mode 0600)")
        case .noSuchUser:
            PanelStoreError(
                .unavailable, "the server of \(name) does not know the user: \(message)",
                help: "create it with CREATE ROLE … LOGIN, or correct the URL")
        case .noSuchDatabase:
            PanelStoreError(
                .unavailable, "the database of \(name) does not exist: \(message)",
                help: "create it with CREATE DATABASE …, or correct the URL")
        case .forbidden:
            PanelStoreError(
                .unavailable, "the user may not do this on \(name): \(message)",
                help: "make the user the owner of the database, or GRANT CREATE ON SCHEMA public to it")
        case .noTLS:
            PanelStoreError(
                .unavailable, "the server of \(name) does not speak TLS, so that anyone on the way can read all",
                help: "set ssl = on there; where the network is safe, write sslmode=disable into the URL")
        case .untrustedCertificate:
            PanelStoreError(
                .unavailable, "the certificate of the server of \(name) is not trusted: \(message)",
                help: "name the file of its authority: sslrootcert=/path/ca.pem in the URL")
        case .otherName:
            PanelStoreError(
                .unavailable, "the certificate of the server of \(name) is for another host: \(message)",
                help: "write the host as the certificate has it, or give the server one for this host")
        case .missingCertificateFile:
            PanelStoreError(
                .unavailable, "there are no certificates to check the server of \(name) by: \(message)",
                help: "name the file of its authority: sslrootcert=/path/ca.pem in the URL")
        case .tooOld:
            PanelStoreError(
                .unavailable, "the server of \(name) is PostgreSQL \(message), which is too old",
                help: "use PostgreSQL 13 or later")
        case .notUTF8:
            PanelStoreError(
                .unavailable, "the database of \(name) has the encoding \(message), which not every text fits into",
                help: "create it with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0")
        case .statementPooling:
            PanelStoreError(
                .unavailable, "the pooler of \(name) gives each statement a server, so that there are no transactions",
                help: "set its pool_mode to transaction or session, or connect to PostgreSQL itself")
        case .readOnly:
            PanelStoreError(
                .readOnly, "\(name) takes no changes: \(message)",
                help: "it is a standby, or default_transaction_read_only is on: connect to the primary; with several "
                    + "hosts in the URL, target_session_attrs=read-write finds it")
        case .full:
            PanelStoreError(
                .full, "there is no space left for \(name): \(message)",
                help: "free some space on the disk of the server; it goes on by itself then")
        case .locked:
            PanelStoreError(
                .locked, "another session has locked tables of \(name): \(message)",
                help: "SELECT * FROM pg_stat_activity shows which one")
        case .damaged:
            PanelStoreError(
                .damaged, "the database of \(name) is damaged: \(message)", help: "restore it from a backup")
        case .wrongStatement:
            PanelStoreError(.unavailable, "\(name) does not do what was asked: \(message)")
        }
    }
}
