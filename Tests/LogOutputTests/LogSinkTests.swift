import Dispatch
import Glibc
import LogOutput
import Synchronization
import Testing

@Suite("The log sink")
struct LogSinkTests {
    /// A file that is written by what the test says: all, some bytes and then an error, or nothing until it is opened.
    private final class Disk: Sendable {
        let text = Mutex("")
        /// Bytes for which there is room.
        let room = Mutex(Int.max)

        var write: LogSink.Write {
            { bytes in
                let count = self.room.withLock { room in
                    let count = min(room, bytes.count)
                    room -= count
                    return count
                }
                guard count > 0 else { return -Int(ENOSPC) }
                self.text.withLock { $0 += String(decoding: bytes[..<count], as: UTF8.self) }
                return count
            }
        }
    }

    private static func sink(
        limit: Int = 1 << 20, _ dropped: Count = Count(), write: @escaping LogSink.Write
    ) -> LogSink {
        LogSink(
            limit: limit, write: write, dropNotice: { "dropped \($0): \($1)\n" },
            onDrop: { more in dropped.value.withLock { $0 += more } })
    }

    private final class Count: Sendable {
        let value = Mutex(0)
    }

    @Test("lines are written in their order")
    func order() {
        let disk = Disk()
        let sink = Self.sink(write: disk.write)
        for number in 1...1_000 { sink.write("\(number)\n") }
        sink.flush(within: .seconds(60))
        #expect(disk.text.withLock { $0 } == (1...1_000).map { "\($0)\n" }.joined())
    }

    @Test("lines that follow closely are written together")
    func together() {
        let writes = Count()
        let sink = Self.sink(write: { bytes in
            writes.value.withLock { $0 += 1 }
            return bytes.count
        })
        let start = ContinuousClock.now
        for number in 1...1_000 { sink.write("\(number)\n") }
        sink.flush(within: .seconds(60))
        // One in each hundredth of a second, however long a busy machine takes for all, and the last at the flush.
        let hundredths = Int(start.duration(to: .now) / .milliseconds(10))
        #expect(writes.value.withLock { $0 } <= hundredths + 2)
    }

    @Test("a pipe that nobody reads holds up nobody, and what it cost is said once it is read", .timeLimit(.minutes(1)))
    func stoppedReader() async throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        let dropped = Count()
        let sink = Self.sink(limit: 1_000, dropped, write: LogSink.descriptor(writer))
        let line = String(repeating: "x", count: 99) + "\n"
        for _ in 1...5_000 { sink.write(line) }
        sink.flush(within: .milliseconds(1))
        let lost = dropped.value.withLock { $0 }
        #expect(lost > 3_000)

        var text = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var (writtenCount, saidCount) = (0, 0)
        while writtenCount + saidCount < 5_000 {
            let count = read(reader, &buffer, buffer.count)
            try #require(count > 0)
            text += String(decoding: buffer[..<count], as: UTF8.self)
            writtenCount = text.matches(of: /x{99}\n/).count
            saidCount = text.matches(of: /dropped (\d+): the log is not read fast enough\n/).compactMap { Int($0.1) }
                .reduce(0, +)
        }
        close(reader)
        #expect(saidCount == lost)
        #expect(writtenCount == 5_000 - lost)
    }

    @Test("a full disk costs the lines of its time, and no other is damaged")
    func fullDisk() {
        let disk = Disk()
        let dropped = Count()
        let sink = Self.sink(dropped, write: disk.write)
        disk.room.withLock { $0 = 8 }
        for line in ["first\n", "second\n", "third\n"] {
            sink.write(line)
            sink.flush(within: .seconds(60))
        }
        disk.room.withLock { $0 = .max }
        sink.write("fourth\n")
        sink.write("fifth\n")
        sink.flush(within: .seconds(60))
        #expect(dropped.value.withLock { $0 } == 2)
        let lines = disk.text.withLock { $0 }.split(separator: "\n")
        #expect(Set(lines) == ["first", "se", "fourth", "dropped 2: No space left on device", "fifth"])
    }
}
