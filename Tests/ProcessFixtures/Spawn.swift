import Glibc

/// Starts programs and waits for their ends, without Foundation's `Process`: that needs a run loop, and where many
/// programs run at once it may wait for the wrong one.
package struct Spawn: Sendable {
    package struct Failure: Error {
        package let code: Int32

        package init(code: Int32) { self.code = code }
    }

    let folder: String
    /// The files that stand for standard input, output and error.
    let standardStreams: [String]

    package init(folder: String, standardStreams: [String]) {
        self.folder = folder
        self.standardStreams = standardStreams
    }

    /// The exit code, or the negative number of the signal that ended it. Blocks until then.
    package func run(_ arguments: [String], environment: [String: String]) throws -> Int32 {
        try Self.end(of: start(arguments, environment: environment))
    }

    /// The id of the process. Whoever starts one waits for its `end`.
    func start(_ arguments: [String], environment: [String: String]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, path) in standardStreams.enumerated() {
            posix_spawn_file_actions_addopen(
                &actions, Int32(descriptor), path, descriptor == 0 ? O_RDONLY : O_WRONLY, 0)
        }
        Self.keepOpenFiles()
        // What the test runner ignores, such as SIGPIPE, a program started from a shell does not.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

        var pid = pid_t()
        // A shell changes the folder, and then becomes the program.
        let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder] + arguments
        let code = withStrings(shell) { arguments in
            withStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
                posix_spawn(&pid, "/bin/sh", &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw Failure(code: code) }
        return pid
    }

    /// The exit code of a process, or the negative number of the signal that ended it. Blocks until then.
    static func end(of pid: pid_t) throws -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 { guard errno == EINTR else { throw Failure(code: errno) } }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }

    /// Tests that run beside this one have files open that a program started from a shell would not have.
    private static func keepOpenFiles() {
        guard let folder = opendir("/proc/self/fd") else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let descriptor = Int32(name), descriptor > 2 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        }
    }

    /// The strings as C has them: an array that ends with a null pointer.
    private func withStrings<T>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T) -> T {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
