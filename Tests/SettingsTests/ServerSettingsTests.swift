import Diagnostics
import PhoenixModel
import Settings
import Testing
import WebAddresses

@Suite("The server's configuration")
struct ServerSettingsTests {
    private static let known = [
        KnownSystemService(name: "Wings Daemon", kind: "wings_daemon"),
        KnownSystemService(name: "Database Host", kind: "database_host"),
        KnownSystemService(name: "Job Processor", kind: "job_processor", dependencies: ["Database Host"]),
        KnownSystemService(name: "SFTP Server", kind: "sftp_server", dependencies: ["Wings Daemon"]),
    ]

    private func read(_ text: String, _ environment: [String: String] = [:]) -> ServerSettings {
        ServerSettings(
            path: "/etc/phoenix/server.yaml", bytes: Array(text.utf8), home: "/home/kim",
            environment: { environment[$0] }, known: Self.known)
    }

    private func problems(_ text: String) -> [String] {
        let settings = ServerSettings(
            path: "server.yaml", bytes: Array(text.utf8), home: nil, environment: { _ in nil }, known: Self.known)
        return rendered(settings.diagnostics, settings.sources)
    }

    @Test("gives everything that it says")
    func readsEverything() throws {
        let settings = read(
            """
            listen: 127.0.0.1:8088
            store: sqlite:data/panel.db
            public_url: https://services.example.com
            tls: { cert: cert.pem, key: ~/key.pem }
            limits:
              requests_per_minute: 10000000
              failed_logins_per_minute: 60
              body_bytes: 1024
              header_bytes: 65536
              request_seconds: 600
              idle_seconds: 3600
              connections: 1000
            services:
              redis-cache:
                name: Redis Cache
                kind: job_processor
                description: Keeps sessions.
                critical: true
                depends_on: [Database Host, Wings Daemon, Database Host]
                config:
                  rack: 4
                  probe: { type: redis, host: 10.0.0.5, password: "${secret:env:REDIS}", interval: 60 }
              sftp:
                name: SFTP Server
                config: { probe: { type: sftp, host: localhost } }
            """, ["REDIS": "hunter2"])
        #expect(settings.diagnostics.isEmpty, "\(rendered(settings.diagnostics, settings.sources))")
        #expect(settings.listen?.value == "127.0.0.1:8088")
        #expect(settings.store?.value == "sqlite:/etc/phoenix/data/panel.db")
        #expect(settings.publicURL?.value == "https://services.example.com")
        #expect(settings.tls?.certificate.value == "/etc/phoenix/cert.pem")
        #expect(settings.tls?.key.value == "/home/kim/key.pem")
        let limits = settings.limits
        #expect([limits.requestsPerMinute, limits.failedLoginsPerMinute] == [10_000_000, 60])
        #expect([limits.bodyBytes, limits.headerBytes, limits.connections] == [1_024, 65_536, 1_000])
        #expect([limits.requestSeconds, limits.idleSeconds] == [600, 3_600])

        let (redis, sftp) = (try #require(settings.services.first), try #require(settings.services.last))
        #expect(redis.key.value == "redis-cache")
        #expect(redis.name.value == "Redis Cache")
        #expect(redis.kind == "job_processor")
        #expect(redis.description == "Keeps sessions.")
        #expect(redis.isCritical == true)
        #expect(redis.dependencies?.map(\.value) == ["Database Host", "Wings Daemon"])
        #expect(
            redis.config?.revealed()
                == [
                    "rack": 4,
                    "probe": ["type": "redis", "host": "10.0.0.5", "password": "hunter2", "interval": 60],
                ])
        #expect(redis.config?.hasSecrets == true)
        #expect(sftp.kind == "sftp_server")
        #expect(sftp.dependencies == nil && sftp.isCritical == nil)
    }

    @Test("says what tasks are run with, and how")
    func readsScheduling() {
        let settings = read(
            """
            client_api: { url: "https://panel.example.com", key: { file: client.key }, ca_file: ca.pem }
            scheduler:
              grace_seconds: 90
              catch_ups_per_minute: 30
              runs: 16
              steps_per_server: 2
              steps_per_node: 4
              backups_per_node: 1
              lease_seconds: 30
              drain_seconds: 45
              keep_days: 14
              keep_failed_days: 60
              keep_per_task: 20
            notifications: { allow_networks: [10.0.0.0/8, "fd00::/8", 192.168.1.5] }
            """)
        #expect(settings.diagnostics.isEmpty, "\(rendered(settings.diagnostics, settings.sources))")
        #expect(settings.clientAPI?.url.value == "https://panel.example.com")
        #expect(settings.clientAPI?.key?.value == .file("/etc/phoenix/client.key"))
        #expect(settings.clientAPI?.caFile?.value == "/etc/phoenix/ca.pem")
        let scheduler = settings.scheduler
        #expect([scheduler.graceSeconds, scheduler.catchUpsPerMinute, scheduler.leaseSeconds] == [90, 30, 30])
        #expect([scheduler.runs, scheduler.stepsPerServer, scheduler.stepsPerNode] == [16, 2, 4])
        #expect([scheduler.backupsPerNode, scheduler.drainSeconds] == [1, 45])
        #expect([scheduler.keepDays, scheduler.keepFailedDays, scheduler.keepPerTask] == [14, 60, 20])
        #expect(settings.allowedNetworks.map { $0.contains("10.2.3.4") } == [true, false, false])
        #expect(settings.allowedNetworks.map { $0.contains("192.168.1.5") } == [false, false, true])
    }

    @Test("reports what is wrong with the way tasks are run")
    func reportsScheduling() {
        let found = problems(
            """
            client_api: { key: ptlc_secret }
            scheduler: { runs: 0, retries: 3 }
            notifications: { allow_networks: [10.0.0.0/33] }
            """)
        #expect(
            found == [
                "server.yaml:1:1 PHX0303 'client_api' lacks 'url'",
                "server.yaml:1:15 PHX0910 'client_api.key' must not contain the key itself",
                "server.yaml:2:20 PHX0305 'scheduler.runs' must be a whole number from 1 to 10000, not 0",
                "server.yaml:2:23 PHX0301 'scheduler' has no key 'retries'",
                "server.yaml:3:34 PHX0305 'notifications.allow_networks' has '10.0.0.0/33', which is not a network",
            ])
    }

    @Test("leaves out what it does not say", arguments: ["", "limits: {}\n", "listen:\nservices:\n"])
    func empty(text: String) {
        let settings = read(text)
        #expect(settings.diagnostics.isEmpty)
        #expect(settings.listen == nil && settings.store == nil && settings.tls == nil)
        #expect(settings.limits.bodyBytes == nil && settings.limits.connections == nil)
        #expect(settings.services.isEmpty)
    }

    @Test("reports all that is wrong, each at its place")
    func reportsEverything() {
        let found = problems(
            """
            listen: 8088
            stor: sqlite:panel.db
            public_url: services.example.com
            tls: { cert: cert.pem }
            limits:
              requests_per_minute: 0
              body_bytes: 1MiB
              header_bytes: 65537
              connection: 5
            services:
              Redis:
                name: Redis
                kind: job_processor
              cache:
                kind: job_procesor
                critical: yes
                config: { probe: { type: redis, port: 0 } }
              queue:
                name: Queue
            """)
        #expect(
            found == [
                "server.yaml:1:9 PHX0305 'listen' must be an address and a port",
                "server.yaml:2:1 PHX0301 the server's configuration has no key 'stor'",
                "server.yaml:3:13 PHX0305 'public_url' must be a URL that starts with https:// or http://",
                "server.yaml:4:1 PHX0303 'tls' lacks 'key'",
                "server.yaml:6:24 PHX0305 'limits.requests_per_minute' must be a whole number from 1 to 10000000, not 0",
                "server.yaml:7:15 PHX0302 'limits.body_bytes' must be a whole number from 1024 to 1048576, not '1MiB'",
                "server.yaml:8:17 PHX0305 'limits.header_bytes' must be a whole number from 1024 to 65536, not 65537",
                "server.yaml:9:3 PHX0301 'limits' has no key 'connection'",
                "server.yaml:11:3 PHX0306 'Redis' cannot be a key or name here",
                "server.yaml:14:3 PHX0303 'services.cache' lacks 'name'",
                "server.yaml:15:11 PHX0305 'services.cache.kind' must be one of wings_daemon, database_host, "
                    + "job_processor, sftp_server, not 'job_procesor'",
                "server.yaml:16:15 PHX0302 'services.cache.critical' must be true or false, not 'yes'",
                "server.yaml:17:15 PHX0303 'services.cache.config.probe' lacks 'host'",
                "server.yaml:17:43 PHX0305 'services.cache.config.probe.port' must be a whole number from 1 to 65535, "
                    + "not 0",
                "server.yaml:18:3 PHX0303 'services.queue' lacks 'kind'",
            ])
    }

    @Test("refuses blocks of another sort")
    func wrongTypes() {
        let found = problems("tls: cert.pem\nlimits: [1]\nservices: { a: redis, b: { name: [B], depends_on: A } }\n")
        #expect(
            found == [
                "server.yaml:1:6 PHX0302 'tls' must be a mapping, not 'cert.pem'",
                "server.yaml:2:9 PHX0302 'limits' must be a mapping, not a list",
                "server.yaml:3:16 PHX0302 'services.a' must be a mapping, not 'redis'",
                "server.yaml:3:34 PHX0302 'services.b.name' must be text, not a list",
                "server.yaml:3:51 PHX0302 'services.b.depends_on' must be a list, not 'A'",
            ])
    }

    @Test("offers the service that a dependency was meant to name, with its place")
    func unknownDependencies() {
        let settings = read(
            """
            services:
              a: { name: A, kind: sftp_server, depends_on: [Database Hots, cache] }
            """)
        #expect(
            rendered(settings.diagnostics, settings.sources) == [
                "/etc/phoenix/server.yaml:2:49 PHX0504 there is no system service 'Database Hots'",
                "/etc/phoenix/server.yaml:2:64 PHX0504 there is no system service 'cache'",
            ])
        #expect(
            settings.diagnostics.map(\.help) == [
                "did you mean 'Database Host'?", "'depends_on' takes names of system services, not keys",
            ])
    }

    @Test("finds circles of dependencies, through those that every store has")
    func cycles() {
        #expect(
            problems(
                """
                services:
                  a: { name: A, kind: sftp_server, depends_on: [B] }
                  b: { name: B, kind: sftp_server, depends_on: [C, Wings Daemon] }
                  c: { name: C, kind: sftp_server, depends_on: [B] }
                  d: { name: D, kind: sftp_server, depends_on: [D] }
                  e: { name: Database Host, depends_on: [Job Processor] }
                """) == [
                    "server.yaml:3:49 PHX0505 the dependencies form a cycle: B → C → B",
                    "server.yaml:5:49 PHX0505 'D' depends on itself",
                    "server.yaml:6:42 PHX0505 the dependencies form a cycle: Database Host → Job Processor → Database Host",
                ])
    }

    @Test("may turn the dependencies of the services that every store has around")
    func turnedAround() {
        #expect(
            problems(
                """
                services:
                  a: { name: Database Host, depends_on: [Job Processor] }
                  b: { name: Job Processor, depends_on: [] }
                """
            ).isEmpty)
    }

    @Test("has every name once, and leaves kinds as they are")
    func names() {
        let settings = read(
            """
            services:
              a: { name: Cache, kind: sftp_server }
              b: { name: " Cache", kind: sftp_server }
              c: { name: Wings Daemon, kind: sftp_server }
            """)
        #expect(
            rendered(settings.diagnostics, settings.sources) == [
                "/etc/phoenix/server.yaml:3:14 PHX0503 two services have the name 'Cache'",
                "/etc/phoenix/server.yaml:4:34 PHX0305 'Wings Daemon' has the kind wings_daemon, which cannot be changed",
            ])
    }

    @Test("takes secrets where a probe has them, and nowhere else")
    func secrets() {
        let settings = read(
            """
            store: "sqlite:${secret:env:TOKEN}"
            services:
              a:
                name: A
                kind: wings_daemon
                config: { probe: { type: wings, url: "https://a", token: "${secret:env:UNSET}" } }
            """, ["TOKEN": "hunter2"])
        #expect(
            rendered(settings.diagnostics, settings.sources) == [
                "/etc/phoenix/server.yaml:1:16 PHX0404 a secret is not allowed in 'store'",
                "/etc/phoenix/server.yaml:6:63 PHX0401 the environment variable UNSET is not set",
            ])
    }

    @Test("never shows the password of a store")
    func hidesStorePasswords() throws {
        let settings = read("{ store: \"postgres://phoenix:hunter2@db/phoenix\", listn: a }")
        #expect(settings.store?.value == "postgres://phoenix:hunter2@db/phoenix")
        #expect(settings.diagnostics.map(\.code) == [.unknownKey])
        #expect(!String(decoding: try #require(settings.sources.files.first).bytes, as: UTF8.self).contains("hunter2"))
    }

    @Test("must be there when it is named, and be one document")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        func read(_ path: String) -> ServerSettings {
            ServerSettings(reading: path, home: nil, environment: { _ in nil }, known: [])
        }
        #expect(read("\(folder.path)/none.yaml").diagnostics.map(\.code) == [.fileNotFound])
        #expect(read(folder.path).diagnostics.map(\.code) == [.notARegularFile])
        let two = try folder.write("listen: localhost:1\n---\nlisten: localhost:2\n", to: "two.yaml")
        #expect(read(two).diagnostics.map(\.code) == [.wrongType])
        let broken = try folder.write("listen: \"localhost:1\n", to: "broken.yaml")
        #expect(
            rendered(read(broken).diagnostics, read(broken).sources).first?.hasPrefix("\(broken):1:9 PHX0201") == true)
        let good = try folder.write("listen: \"[::1]:0\"\n", to: "good.yaml")
        #expect(read(good).listen?.value == "[::1]:0")
    }
}
