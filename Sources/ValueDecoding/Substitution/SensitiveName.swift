/// Names of variables that speak of something secret.
enum SensitiveName {
    private static let words: Set<String> = [
        "TOKEN", "TOKENS", "KEY", "KEYS", "PASSWORD", "PASSWORDS", "PASSWD", "PASS", "PASSPHRASE", "SECRET", "SECRETS",
        "WEBHOOK", "WEBHOOKS", "CREDENTIAL", "CREDENTIALS",
    ]
    private static let endings = ["TOKEN", "APIKEY", "PASSWORD", "SECRET", "WEBHOOK"]

    static func isSensitive(_ name: String) -> Bool {
        name.uppercased().split(separator: "_").contains { word in
            words.contains(String(word)) || endings.contains { word.hasSuffix($0) } || word.hasPrefix("WEBHOOK")
        }
    }
}
