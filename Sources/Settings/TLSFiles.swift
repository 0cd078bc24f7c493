/// The PEM files that a server proves itself with.
package struct TLSFiles: Sendable {
    package let certificate: Configured<String>
    package let key: Configured<String>
}
