/// Ids as the API writes them: decimal, without sign or leading zeros.
enum ServiceID {
    /// nil for a text that is the id of nothing.
    static func number(_ text: String) -> Int64? {
        guard let number = Int64(text), number > 0, String(number) == text else { return nil }
        return number
    }
}
