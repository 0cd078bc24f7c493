import NIOSSL

extension TLSConfiguration {
    /// A client's, with the system's roots and those of a PEM file.
    init(trustingFile path: String?) throws(TransportOptionError) {
        self = .makeClientConfiguration()
        minimumTLSVersion = .tlsv12
        guard let path else { return }
        do {
            additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(path))]
        } catch {
            throw TransportOptionError(
                "the certificate authorities in '\(path)' cannot be read",
                help: "--ca-file names a PEM file with at least one certificate")
        }
    }
}
