extension PostgresError {
    /// Why libpq could not connect.
    /// - Parameters:
    ///   - text: its message at full verbosity, where the state stands before what the server says.
    ///   - needsPassword: the server asked for a password, and there was none.
    init(connecting text: String, needsPassword: Bool) {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
        let (line, state) = Self.mostTelling(lines)
        let message = Self.withoutState(line, state)
        let fault = needsPassword ? .missingPassword : Self.fault(of: line, state)
        self.init(.fault(fault), sqlState: state, message)
    }

    /// Of several hosts or ways to one host, each has its line: the first that a server answered says more than one
    /// that was not reached.
    private static func mostTelling(_ lines: [Substring]) -> (line: Substring, state: String) {
        for line in lines {
            if let state = state(in: line) { return (line, state) }
        }
        return (lines.first ?? "the connection failed", "")
    }

    /// `FATAL:  28P01: …`, in whatever language the first word is.
    private static func state(in line: Substring) -> String? {
        guard let range = line.firstRange(of: ":  ") else { return nil }
        let rest = line[range.upperBound...]
        let state = rest.prefix(5)
        let isState =
            state.utf8.count == 5
            && state.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        return isState && rest.dropFirst(5).hasPrefix(": ") ? String(state) : nil
    }

    private static func withoutState(_ line: Substring, _ state: String) -> String {
        guard !state.isEmpty, let range = line.firstRange(of: ":  \(state): ") else { return String(line) }
        return String(line[range.upperBound...])
    }

    /// libpq has no codes for what goes wrong before a server answers, and no other language than English here.
    private static func fault(of line: Substring, _ state: String) -> Fault {
        if !state.isEmpty {
            // Behind `pg_hba.conf`, a server that wants TLS refuses whoever comes without.
            if state == "28000", line.contains("no encryption") || line.contains("SSL off") { return .plainRefused }
            return fault(state, String(line))
        }
        if line.contains("server does not support SSL") { return .noTLS }
        if line.contains("does not match host name") { return .otherName }
        if line.contains("root certificate file") || line.contains("could not read root certificate") {
            return .missingCertificateFile
        }
        if line.contains("certificate") || line.contains("SSL error") { return .untrustedCertificate }
        if line.contains("could not translate host name") { return .unknownHost }
        if line.contains("no password supplied") { return .missingPassword }
        if line.contains("read-only") || line.contains("hot standby") || line.contains("standby mode") {
            return .readOnly
        }
        return .unreachable
    }
}
