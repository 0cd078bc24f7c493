import Crypto
import HTTPTypes
import PanelServer

/// What pages load beside themselves. The paths change with the content, so that browsers may keep it for ever.
enum Assets {
    static let stylesheetPath = "/assets/phoenix.\(digest(stylesheet)).css"
    static let scriptPath = "/assets/phoenix.\(digest(script)).js"
    static let iconPath = "/assets/icon.svg"

    private static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#b3401e"/>\
        <path d="M8 2c3 3 4 5 4 7a4 4 0 0 1-8 0c0-1 .5-2 1.5-3 .2 1 .6 1.500 1.200 1.800C6.500 6 7 4 8 2z" fill="#fff"/></svg>
        """

    /// nil for a path that names none.
    static func response(to path: String) -> WebResponse? {
        let (type, text): (String, String)
        switch path {
        case stylesheetPath: (type, text) = ("text/css; charset=utf-8", stylesheet)
        case scriptPath: (type, text) = ("text/javascript; charset=utf-8", script)
        case iconPath: (type, text) = ("image/svg+xml", icon)
        default: return nil
        }
        return WebResponse(
            200, headers: [.contentType: type, .cacheControl: "public, max-age=31536000, immutable"], body: text)
    }

    private static func digest(_ text: String) -> String {
        String(SHA256.hash(data: Array(text.utf8)).description.split(separator: " ").last?.prefix(12) ?? "")
    }
}
