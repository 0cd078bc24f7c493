/// What became of a schedule that was taken from one form into another, so that nothing is lost in silence.
package struct ConvertedSchedule: Sendable, Hashable {
    /// Where it was: `backup.json`, `crontab:12`, `lobby (1a7ce997)`.
    package let place: String
    /// Its name, or the line that might have been one.
    package let name: String
    /// The key of its entry, or its file; nil where it was left out.
    package let result: String?
    package let kept: [String]
    package let changed: [String]
    package let dropped: [String]
}
