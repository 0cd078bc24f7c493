import Foundation
import PanelFixtures
import PhoenixModel
import WebAddresses

extension ProxiedRequest {
    /// Whether the body says that it is JSON. Without a type it does.
    var isJSON: Bool { headers["Content-Type"]?.contains("json") ?? true }

    /// The values of the body as the panel takes them in: those of JSON or of a form, and none of anything else.
    var taken: ValueMap {
        if isJSON {
            guard case .map(let map)? = try? Value(lenientJSON: body) else { return [:] }
            return map.mapValues(\.takenIn)
        }
        guard headers["Content-Type"]?.contains("form-urlencoded") == true else { return [:] }
        var map = ValueMap()
        for part in body.split(separator: UInt8(ascii: "&")) {
            let parts = part.split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard let name = parts.first.flatMap({ PercentEncoding.decoded($0) }) else { continue }
            let value = parts.count == 2 ? PercentEncoding.decoded(parts[1]) ?? "" : ""
            map[name] = Value.string(value).takenIn
        }
        return map
    }
}

extension Value {
    /// JSON as PHP reads it: of two keys that are alike the last one counts.
    init(lenientJSON bytes: [UInt8]) throws {
        do throws(JSONError) {
            self = try Value(json: bytes)
            return
        } catch {
            guard error.message.hasSuffix("twice") else { throw error }
        }
        let object = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        let data = try JSONSerialization.data(withJSONObject: object, options: .fragmentsAllowed)
        self = try Value(json: Array(data))
    }
}
