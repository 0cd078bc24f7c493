/// How long a delivery waits after a failed try.
enum RetryWait {
    /// Doubled after each try, of which between half and all is waited. `attempts` counts the tries before this one.
    static func after(_ attempts: Int, _ options: DeliveryOptions, random: Double) -> Duration {
        min(options.firstWait * (1 << min(max(0, attempts), 20)), options.longestWait) * (0.5 + random / 2)
    }
}
