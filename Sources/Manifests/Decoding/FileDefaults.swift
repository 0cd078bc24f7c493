/// What a file says for its tasks.
struct FileDefaults {
    var timezone: String?
    var overlap: String?
    var misfire: String?
    var timeout: Int64?
    var notifyList: Int?
}
