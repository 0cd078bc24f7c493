/// Answers the paths that the API leaves free: pages for people.
package protocol WebResponder: Sendable {
    func respond(to request: WebRequest) async -> WebResponse
}
