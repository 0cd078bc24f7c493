import Files
import Glibc
import Testing

@Suite("Writing files")
struct FileWritingTests {
    @Test("a file that is not there yet is made, and nothing is left beside it")
    func new() throws {
        let folder = TemporaryFolder()
        try FileWriting.write("\(folder.path)/a", Array("new".utf8))
        #expect(folder.text("a") == "new" && folder.names == ["a"])
    }

    @Test("a file is replaced in one step, with the mode of the old one")
    func replaced() throws {
        let folder = TemporaryFolder()
        folder.write("old", to: "a")
        chmod("\(folder.path)/a", 0o640)
        let before = folder.status("a")
        try FileWriting.write("\(folder.path)/a", Array("new".utf8))
        #expect(folder.text("a") == "new" && folder.names == ["a"])
        #expect(folder.status("a").st_mode & 0o7777 == 0o640)
        #expect(folder.status("a").st_ino != before.st_ino)
    }

    @Test("a file of another owner keeps it, where this process may give files away", .enabled(if: geteuid() == 0))
    func owner() throws {
        let folder = TemporaryFolder()
        folder.write("old", to: "a")
        chown("\(folder.path)/a", 4_242, 4_243)
        try FileWriting.write("\(folder.path)/a", Array("new".utf8))
        #expect(folder.text("a") == "new")
        #expect((folder.status("a").st_uid, folder.status("a").st_gid) == (4_242, 4_243))
    }

    @Test("every hard link of a file has the new content")
    func hardLinks() throws {
        let folder = TemporaryFolder()
        folder.write("a longer old text", to: "a")
        link("\(folder.path)/a", "\(folder.path)/b")
        try FileWriting.write("\(folder.path)/a", Array("new".utf8))
        #expect(folder.text("a") == "new" && folder.text("b") == "new")
        #expect(folder.status("a").st_nlink == 2 && folder.names == ["a", "b"])
    }

    @Test("symbolic links stay, also one whose file is not there yet")
    func symbolicLinks() throws {
        let folder = TemporaryFolder()
        folder.write("old", to: "a")
        symlink("a", "\(folder.path)/link")
        symlink("c", "\(folder.path)/dangling")
        try FileWriting.write("\(folder.path)/link", Array("new".utf8))
        try FileWriting.write("\(folder.path)/dangling", Array("made".utf8))
        #expect(folder.text("a") == "new" && folder.text("c") == "made")
        #expect(folder.names == ["a", "c", "dangling", "link"])
    }

    @Test("a pipe is written into, and stays a pipe")
    func pipe() throws {
        let folder = TemporaryFolder()
        mkfifo("\(folder.path)/p", 0o600)
        let reader = open("\(folder.path)/p", O_RDWR | O_NONBLOCK)
        defer { close(reader) }
        try FileWriting.write("\(folder.path)/p", Array("new".utf8))
        var bytes = [UInt8](repeating: 0, count: 10)
        #expect(read(reader, &bytes, 10) == 3 && bytes.starts(with: "new".utf8))
        #expect(folder.status("p").st_mode & S_IFMT == S_IFIFO)
    }

    @Test("a device is written into, and says what went wrong")
    func device() throws {
        try FileWriting.write("/dev/null", [1])
        #expect(throws: FileWriting.Failure(code: ENOSPC)) { try FileWriting.write("/dev/full", [1]) }
        var status = stat()
        #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test("a descriptor of the process is written where it stands")
    func descriptor() throws {
        let folder = TemporaryFolder()
        let file = open("\(folder.path)/a", O_WRONLY | O_CREAT, 0o600)
        defer { close(file) }
        _ = write(file, "one ", 4)
        try FileWriting.write("/dev/fd/\(file)", Array("two".utf8))
        #expect(folder.text("a") == "one two" && folder.names == ["a"])
    }

    @Test("a folder that allows no new file still lets its file be written", .enabled(if: geteuid() != 0))
    func lockedFolder() throws {
        let folder = TemporaryFolder()
        folder.write("a longer old text", to: "a")
        chmod(folder.path, 0o500)
        try FileWriting.write("\(folder.path)/a", Array("new".utf8))
        #expect(folder.text("a") == "new")
        chmod(folder.path, 0o700)
    }

    @Test("what is added starts on a line of its own")
    func append() throws {
        let folder = TemporaryFolder()
        for text in ["one", "two\n", "three\n"] {
            try FileWriting.append("\(folder.path)/a", Array(text.utf8))
        }
        #expect(folder.text("a") == "one\ntwo\nthree\n")
    }

    @Test("a file that must be new is not written over")
    func create() throws {
        let folder = TemporaryFolder()
        try FileWriting.create("\(folder.path)/a", Array("one".utf8))
        #expect(throws: FileWriting.Failure(code: EEXIST)) {
            try FileWriting.create("\(folder.path)/a", Array("two".utf8))
        }
        #expect(folder.text("a") == "one")
    }
}
