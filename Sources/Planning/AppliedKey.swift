/// The key of a dependency at the time when something was applied that depends on it.
struct AppliedKey {
    /// The one that its ownership line has now; of what nobody owns, the files' key.
    let key: String
    /// The one that it had before, where the files say that there was one: the line may have been renewed since.
    let former: String?
    /// Whether it can have been no other.
    let isCertain: Bool
}
