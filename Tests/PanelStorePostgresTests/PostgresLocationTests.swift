import PanelStorePostgres
import Testing

@Suite("The URL of a PostgreSQL database")
struct PostgresLocationTests {
    private static let secret = "s3cr3t-Wort"

    @Test(
        "is shown with user, host, port and database, and nothing else",
        arguments: [
            ("postgres://phoenix:s3cr3t-Wort@db.example.com/panel", "postgres://phoenix@db.example.com/panel"),
            ("postgresql://phoenix@db.example.com:6432/panel", "postgres://phoenix@db.example.com:6432/panel"),
            ("postgres://u@a:1,b:2/panel?target_session_attrs=read-write", "postgres://u@a:1,b:2/panel"),
            ("postgres://u@[::1]:5432/panel?password=s3cr3t-Wort", "postgres://u@[::1]/panel"),
            ("postgres://u@/panel?host=/run/postgresql", "postgres://u@%2Frun%2Fpostgresql/panel"),
            ("postgres://me%40home@h/a%20b", "postgres://me%40home@h/a%20b"),
            ("postgres://u@h", "postgres://u@h/u"),
            ("postgres://u@a:5432,b:5433/d", "postgres://u@a,b:5433/d"),
        ])
    func name(url: String, name: String) throws {
        #expect(try PostgresLocation(url).name == name)
    }

    @Test("never shows its password, in whatever way a value is printed")
    func secrecy() throws {
        let urls = [
            "postgres://phoenix:\(Self.secret)@db.example.com/panel",
            "postgres://phoenix@db.example.com/panel?password=\(Self.secret)",
            "postgres://phoenix@db.example.com/panel?sslpassword=\(Self.secret)",
        ]
        for url in urls {
            let location = try PostgresLocation(url)
            var dumped = ""
            dump(location, to: &dumped)
            for text in ["\(location)", String(reflecting: location), dumped] { #expect(!text.contains(Self.secret)) }
        }
    }

    @Test(
        "is refused without a word of what may be secret",
        arguments: [
            ("mysql://u:s3cr3t-Wort@h/d", "does not begin with postgres://"),
            ("postgres://u:s3cr3t-Wort@h:port:s3cr3t-Wort@h/d?x", "cannot be read"),
            ("postgres://u:s3cr3t-Wort%@h/d", "'%' that two hexadecimal digits do not follow"),
            ("postgres://u:s3cr3t-Wort@h/d?pasword=s3cr3t-Wort", "unknown parameter 'pasword'"),
            ("postgres://u:s3cr3t-Wort@h/d?pooling=s3cr3t-Wort", "'pooling' has none of its values"),
            ("postgres://u:s3cr3t-Wort@[h/d", "cannot be read"),
        ])
    func refused(url: String, sentence: String) {
        do {
            _ = try PostgresLocation(url)
            Issue.record("\(url) was taken")
        } catch {
            #expect(error.message.contains(sentence))
            #expect(!"\(error.message) \(error.help)".contains(Self.secret))
        }
    }

    @Test("names how it is pooled")
    func pooling() throws {
        #expect(try PostgresLocation("postgres://u@h/d").pooling == .auto)
        #expect(try PostgresLocation("postgres://u@h/d?pooling=transaction").pooling == .transaction)
        let location = try PostgresLocation("postgres://u@h/d?sslmode=disable&pooling=none&connect_timeout=3")
        #expect(location.pooling == .none)
        #expect(location.tlsMode == "disable")
    }

    @Test(
        "asks the server to prove who it is, unless it is on this machine or another way is asked for",
        arguments: [
            ("postgres://u@db.example.com/d", "verify-full"),
            ("postgres://u@10.0.0.7/d", "verify-full"),
            ("postgres://u@localhost,db.example.com/d", "verify-full"),
            ("postgres://u@127.0.0.1.example.com/d", "verify-full"),
            ("postgres://u@localhost/d?hostaddr=10.0.0.7", "verify-full"),
            ("postgres://u@localhost/d", "prefer"),
            ("postgres://u@127.1.2.3/d", "prefer"),
            ("postgres://u@[::1]/d", "prefer"),
            ("postgres://u@/d?host=/run/postgresql", "prefer"),
            ("postgres://u@db.example.com/d?sslmode=require", "require"),
            ("postgres://u@localhost/d?sslmode=verify-full", "verify-full"),
        ])
    func tls(url: String, mode: String) throws {
        #expect(try PostgresLocation(url).tlsMode == mode)
    }
}
