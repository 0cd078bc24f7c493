package import Diagnostics
import PhoenixModel
import ValueDecoding
package import WebAddresses

/// The configuration of `phoenix serve`, with everything that is wrong with it. What it does not say is nil.
package struct ServerSettings: Sendable {
    /// Address and port, `127.0.0.1:8088`.
    package internal(set) var listen: Configured<String>?
    package internal(set) var store: Configured<String>?
    package internal(set) var publicURL: Configured<String>?
    package internal(set) var tls: TLSFiles?
    package internal(set) var limits = ServerLimits()
    package internal(set) var clientAPI: ClientAPISettings?
    package internal(set) var scheduler = SchedulerSettings()
    /// Private networks that messages may be sent to.
    package internal(set) var allowedNetworks: [IPNetwork] = []
    /// In the order of the file.
    package internal(set) var services: [SystemServiceSettings] = []
    package private(set) var diagnostics: [Diagnostic] = []
    /// The file, for messages; a password in the store is made unreadable there.
    package private(set) var sources = SourceMap()

    /// Reads the file, which must be there.
    /// - Parameters:
    ///   - path: as it was given; paths in the file count from its folder.
    ///   - home: the folder that `~` stands for.
    ///   - environment: gives the variables that placeholders name; nil for those not set.
    ///   - known: the system services that every store has.
    package init(
        reading path: String, home: String?, environment: @escaping @Sendable (String) -> String?,
        known: [KnownSystemService]
    ) {
        do throws(YAMLDocument.ReadFailure) {
            guard let bytes = try YAMLDocument.bytes(ofFile: path) else {
                self.init(
                    problem: Diagnostic(
                        .fileNotFound, "there is no configuration file '\(path)'", help: "give its path with --config"))
                return
            }
            self.init(path: path, bytes: bytes, home: home, environment: environment, known: known)
        } catch {
            self.init(problem: error.diagnostic)
        }
    }

    private init(problem: Diagnostic) { diagnostics = [problem] }

    /// Reads its text.
    package init(
        path: String, bytes: [UInt8], home: String?, environment: @escaping @Sendable (String) -> String?,
        known: [KnownSystemService]
    ) {
        var document = YAMLDocument(
            file: SourceFileID(index: 0), path: path, bytes: bytes, environment: environment)
        decode(&document, PathBase(file: path, home: home), known)
        diagnostics = document.diagnostics.inReadingOrder()
        _ = sources.add(SourceFile(name: path, bytes: bytes).masking(document.hiddenSpans))
    }

    private mutating func decode(_ document: inout YAMLDocument, _ base: PathBase, _ known: [KnownSystemService]) {
        let name = "the server's configuration"
        guard let root = document.root(name) else { return }
        var read = self
        document.forEachKey(of: root, in: ServerSchema.file, place: name) { document, key, entry in
            switch key.name {
            case "listen": read.listen = document.listenAddress(entry)
            case "store": read.store = document.store(entry, base)
            case "public_url": read.publicURL = document.publicURL(entry)
            case "tls": read.tls = document.tlsFiles(entry, base)
            case "limits": read.limits = document.serverLimits(entry)
            case "client_api": read.clientAPI = document.clientAPI(entry, base)
            case "scheduler": read.scheduler = document.scheduler(entry)
            case "notifications": read.allowedNetworks = document.allowedNetworks(entry)
            default: read.services = document.systemServices(entry, known)
            }
        }
        self = read
    }
}
