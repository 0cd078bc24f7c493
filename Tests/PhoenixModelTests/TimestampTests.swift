import PhoenixModel
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "are written as RFC 3339 in UTC and read back",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_485_909, "2026-11-24T02:05:09Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
            (-62_167_219_200, "0000-01-01T00:00:00Z"),
        ] as [(Int64, String)])
    func roundTrip(_ seconds: Int64, _ text: String) {
        #expect(Timestamp(seconds: seconds).description == text)
        #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds))
    }

    @Test(
        "are read with offsets, fractions and small letters",
        arguments: [
            "2026-11-24T04:05:09+02:00", "2026-11-23T20:35:09.999999-05:30", "2026-11-24t02:05:09z",
            "2026-11-24 02:05:09Z",
        ])
    func otherForms(_ text: String) {
        #expect(Timestamp(rfc3339: text) == Timestamp(seconds: 1_795_485_909))
    }

    @Test(
        "are nothing else",
        arguments: [
            "", "2026-11-24", "2026-11-24T01:25:09", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
            "2026-11-24T24:00:00Z", "2026-11-24T01:25:09.Z", "2026-11-24T01:25:09Z ", "2026-11-24T01:25:09+0200",
            "+026-11-24T01:25:09Z",
        ])
    func refused(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }
}
