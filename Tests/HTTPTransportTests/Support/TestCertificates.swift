import NIOSSL

/// Certificates for servers in tests. Their keys protect nothing.
enum TestCertificates {
    /// Signed by `authority`, with the key `serverKey`.
    enum Server: Sendable {
        case localhost
        /// For localhost, until 2021.
        case expired
        /// For other.example.com.
        case other

        var pem: String {
            switch self {
            case .localhost: TestCertificates.localhost
            case .expired: TestCertificates.expired
            case .other: TestCertificates.other
            }
        }
    }

    static func serverConfiguration(_ server: Server) throws -> TLSConfiguration {
        .makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(server.pem.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(serverKey.utf8), format: .pem)))
    }

    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBqjCCAU+gAwIBAgIUHGOTyePasVY2Y1JW1r7tkO+o+mEwCgYIKoZIzj0EAwIw
        ITEfMB0GA1UEAwwWcGhvZW5peCB0ZXN0IGF1dGhvcml0eTAgFw0yNjExMjQwMzU5
        NDRaGA8yMTI2MTAzMTAzNTk0NFowITEfMB0GA1UEAwwWcGhvZW5peCB0ZXN0IGF1
        dGhvcml0eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAiMOrT/WC7s+2IId/bR
        FmGxbgXw0+xttpQAzN7JIvfwqef2wCaqS6dOcDMGC7mXlaoBYlHdD5u3D3qyVhlE
        mZ2jYzBhMB0GA1UdDgQWBBT6qfSDBv/Sft4LpWEISfZYKW3xdDAfBgNVHSMEGDAW
        gBT6qfSDBv/Sft4LpWEISfZYKW3xdDAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB
        /wQEAwICBDAKBggqhkjOPQQDAgNJADBGAiEAg0Pt30B8P2ACDI7K00IoIpcBwFw/
        Ddfa4Bwq6nEKAZkCIQCaHUdsseYRCd0Qcv3dFaRbNQsCcgKkdAlhj2/iV4jkiw==
        -----END CERTIFICATE-----
        """

    private static let localhost = """
        -----BEGIN CERTIFICATE-----
        MIIBnTCCAUSgAwIBAgIBATAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZwaG9lbml4
        IHRlc3QgYXV0aG9yaXR5MCAXDTI2MDEwMTAwMDAwMFoYDzIxMjYwMTAxMDAwMDAw
        WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
        AASRJ86toZBHdD6k8a6RFXoOWCjF+bmYJToOkJq4+nkmrojW382/Uy0zFkUc3OMe
        X6tf8UBjztnKizsRuiOTdpe9o3gwdjAJBgNVHRMEAjAAMBQGA1UdEQQNMAuCCWxv
        Y2FsaG9zdDATBgNVHSUEDDAKBggrBgEFBQcDATAdBgNVHQ4EFgQUS9KaNVRdO6b6
        4brX6+hICt1PPQkwHwYDVR0jBBgwFoAU+qn0gwb/0n7eC6VhCEn2WClt8XQwCgYI
        KoZIzj0EAwIDRwAwRAIgK1Nvk6Mel14bf+hZQ78GuoBnKbLeg3alRdsO0+/YbGIC
        IBn68cuUO8abBDpisGXImPByUkFfgb7BfxuMAiqJT8N/
        -----END CERTIFICATE-----
        """

    private static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBnDCCAUKgAwIBAgIBAjAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZwaG9lbml4
        IHRlc3QgYXV0aG9yaXR5MB4XDTIwMDEwMTAwMDAwMFoXDTIxMDEwMTAwMDAwMFow
        FDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        kSfOraGQR3Q+pPGukRV6Dlgoxfm5mCU6DpCauPp5Jq6I1t/Nv1MtMxZFHNzjHl+r
        X/FAY87Zyos7Ebojk3aXvaN4MHYwCQYDVR0TBAIwADAUBgNVHREEDTALgglsb2Nh
        bGhvc3QwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYDVR0OBBYEFEvSmjVUXTum+uG6
        1+voSArdTz0JMB8GA1UdIwQYMBaAFPqp9IMG/9J+3gulYQhJ9lgpbfF0MAoGCCqG
        SM49BAMCA0gAMEUCIQCgAHEWbklAdjCQ1KhwrCGbUIltu7Nvo9ty/eC/9yQEbwIg
        REMPh9GGCpnJNI2SeVUbE9cqPv8SU5CualwijiNzE/Q=
        -----END CERTIFICATE-----
        """

    private static let other = """
        -----BEGIN CERTIFICATE-----
        MIIBrjCCAVWgAwIBAgIBAzAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZwaG9lbml4
        IHRlc3QgYXV0aG9yaXR5MCAXDTI2MDEwMTAwMDAwMFoYDzIxMjYwMTAxMDAwMDAw
        WjAcMRowGAYDVQQDDBFvdGhlci5leGFtcGxlLmNvbTBZMBMGByqGSM49AgEGCCqG
        SM49AwEHA0IABJEnzq2hkEd0PqTxrpEVeg5YKMX5uZglOg6Qmrj6eSauiNbfzb9T
        LTMWRRzc4x5fq1/xQGPO2cqLOxG6I5N2l72jgYAwfjAJBgNVHRMEAjAAMBwGA1Ud
        EQQVMBOCEW90aGVyLmV4YW1wbGUuY29tMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB0G
        A1UdDgQWBBRL0po1VF07pvrhutfr6EgK3U89CTAfBgNVHSMEGDAWgBT6qfSDBv/S
        ft4LpWEISfZYKW3xdDAKBggqhkjOPQQDAgNHADBEAiAhqVRYdqnQjZfrKQqJ8TCK
        ws686TkUVWfZ8IaCnXS+HgIgeYTpczuDUkydfZOdX8jD3GhpN5Qv3Nh0Z0nefnYT
        FS0=
        -----END CERTIFICATE-----
        """

    private static let serverKey = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIKq3o/SmIFiaBS/yLgyxf1InHaJamOF8njp/gXNdlmtLoAoGCCqGSM49
        AwEHoUQDQgAEkSfOraGQR3Q+pPGukRV6Dlgoxfm5mCU6DpCauPp5Jq6I1t/Nv1Mt
        MxZFHNzjHl+rX/FAY87Zyos7Ebojk3aXvQ==
        -----END EC PRIVATE KEY-----
        """
}
