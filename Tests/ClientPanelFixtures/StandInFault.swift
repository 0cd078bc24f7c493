package import PanelFixtures
import PhoenixModel

/// What goes wrong with requests to a stand-in panel.
package struct StandInFault: Sendable {
    package enum Kind: Sendable {
        /// The connection ends without a byte, and nothing is done.
        case down
        /// Nothing comes, and nothing is done.
        case silence
        /// It is done, and the connection ends without a byte.
        case lost
        /// It is done, and the connection ends in the middle of the response.
        case truncated
        /// Nothing is done.
        case answer(ProxiedAnswer)
        /// It is done, and this is answered.
        case answerAfterDoing(ProxiedAnswer)
    }

    package var kind: Kind
    /// nil for every method.
    package var method: String?
    /// What the path must end with.
    package var pathSuffix: String
    /// How many requests it strikes.
    package var times: Int

    /// How many requests that it would strike pass before.
    package var skipping: Int

    package init(
        _ kind: Kind, _ method: String? = nil, pathSuffix: String = "", times: Int = 1, skipping: Int = 0
    ) {
        self.skipping = skipping
        self.kind = kind
        self.method = method
        self.pathSuffix = pathSuffix
        self.times = times
    }

    func strikes(_ request: ProxiedRequest) -> Bool {
        times > 0 && (method ?? request.method) == request.method && request.path.hasSuffix(pathSuffix)
    }
}

extension ProxiedAnswer {
    /// A page for people.
    package static func page(_ status: Int, _ title: String) -> ProxiedAnswer {
        ProxiedAnswer(
            status, headers: ["Content-Type": "text/html; charset=UTF-8"],
            body: Array("<!DOCTYPE html>\n<html><head><title>\(title)</title></head><body>no</body></html>".utf8))
    }

    /// An error in the format of panels.
    package static func panelError(
        _ status: Int, _ code: String, _ detail: String, headers: HeaderList = [:]
    ) -> ProxiedAnswer {
        documentedError(status, code: code, detail: detail, headers: headers)
    }

    /// A validation error of a panel that runs without output buffering: its byte order mark has flushed a status of 200.
    package static func validationErrorWithStatus200(_ detail: String) -> ProxiedAnswer {
        let error = panelError(422, "ValidationException", detail)
        return ProxiedAnswer(
            200, headers: ["Content-Type": "text/html; charset=UTF-8"], body: [0xEF, 0xBB, 0xBF] + error.body)
    }

    package static func text(_ status: Int, _ text: String) -> ProxiedAnswer {
        ProxiedAnswer(status, headers: ["Content-Type": "application/json"], body: Array(text.utf8))
    }
}
