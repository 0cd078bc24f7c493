import PhoenixModel

/// How far this machine's clock is from the store's.
enum ClockSkew {
    /// Seconds by which the local clock is ahead, or behind when negative; 0 when it may be neither.
    ///
    /// `store` is the store's time, without its fraction, at some moment between `before` and `after` of the local
    /// clock: a slow answer makes the measure less sure, never wrong.
    static func seconds(store: Timestamp, before: Duration, after: Duration) -> Int64 {
        let least = before - .seconds(store.seconds + 1)
        let most = after - .seconds(store.seconds)
        if least <= .zero, most >= .zero { return 0 }
        return Int64((((least + most) / 2) / .seconds(1)).rounded())
    }
}
