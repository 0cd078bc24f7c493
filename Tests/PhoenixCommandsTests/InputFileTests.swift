import Foundation
import PhoenixTestSupport
import Testing

@Suite("Files that are not what they seem are named for what they are", .ownThread)
struct InputFileTests {
    private static let manifest = #"""
        project: p
        services: { wings: { name: Wings Daemon } }
        tasks:
          one: { schedule: "0 2 * * *", depends_on: [wings], task: { type: backup, data: { servers: [all] } } }
        """#

    @Test("a closed standard input is no empty manifest, nor is anything else taken for it")
    func closedInput() throws {
        try PhoenixProcess.withFolder { phoenix in
            for command in ["validate -f -", "plan -f -", "apply -f - --prune --yes"] {
                let result = try phoenix.shell("\"$PHOENIX\" \(command) <&-")
                #expect(result.status == 1)
                #expect(result.codes == ["PHX0102"], "\(result.error)")
                #expect(result.error.contains("standard input cannot be read"), "\(result.error)")
            }
        }
    }

    @Test("a link that leads nowhere says where it leads", arguments: ["link.yaml", "folder"])
    func danglingLink(_ argument: String) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.manifest, to: "folder/p.yaml")
            let links = try phoenix.shell("ln -s gone.yaml link.yaml && ln -s gone.yaml folder/link.yaml")
            try #require(links.status == 0)
            let result = try phoenix("validate", "-f", argument)
            #expect(result.status == 1)
            #expect(
                result.error.contains("link.yaml' is a link to 'gone.yaml', which does not exist"), "\(result.error)")
        }
    }

    @Test("a file name that is not UTF-8 is said, not passed over", arguments: ["folder", "'folder/*.yaml'"])
    func nameNotUTF8(_ argument: String) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.manifest, to: "folder/p.yaml")
            let result = try phoenix.shell(
                #"touch "folder/caf$(printf '\351').yaml" && "$PHOENIX" validate -f "# + argument)
            #expect(result.status == 1)
            #expect(result.error.contains("is not UTF-8"), "\(result.error)")
        }
    }

    @Test("conflict marks are shown at the first of them")
    func mergeConflict() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(
                "project: p\n<<<<<<< HEAD\ntasks: {}\n=======\nservices: {}\n>>>>>>> other\n", to: "p.yaml")
            let result = try phoenix("validate", "-f", "p.yaml")
            #expect(result.error.contains("--> p.yaml:2:1"), "\(result.error)")
            #expect(result.error.contains("merge conflicts"), "\(result.error)")
        }
    }

    @Test("services and tasks are found by what the table and the files call them")
    func found() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.manifest, to: "p.yaml")
            try #require(phoenix("apply", "-f", "p.yaml", "--yes").status == 0)
            for subject in ["p/one", "one", "5"] {
                try #expect(phoenix("get", subject).output.contains("5   one"), "\(subject)")
            }
            for subject in ["wings", "wings-daemon", "Wings Daemon", "1"] {
                try #expect(phoenix("get", subject).output.contains("Wings Daemon"), "\(subject)")
            }
            let tasks = try phoenix("get", "tasks", "-o", "wide").output
            #expect(tasks.contains("Wings Daemon"), "\(tasks)")
        }
    }

    @Test("explain answers to the end of a path")
    func explain() throws {
        try PhoenixProcess.withFolder { phoenix in
            try #expect(phoenix("explain", "schedule").output.hasPrefix("tasks.KEY.schedule\n"))
            try #expect(phoenix("explain", "data.keep").output.hasPrefix("tasks.KEY.task.data.keep\n"))
            try #expect(phoenix("explain", "name").output.contains("services.KEY.name"))
        }
    }

    @Test("lines of next runs fit 80 columns in every zone")
    func columns() throws {
        try PhoenixProcess.withFolder { phoenix in
            for zone in ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "America/North_Dakota/New_Salem"] {
                let text = Self.manifest.replacing("depends_on: [wings]", with: "timezone: \(zone)")
                let plan = try phoenix("plan", "-f", "-", input: text).output
                let lines = plan.split(separator: "\n").filter { $0.contains("next runs: ") }
                #expect(lines.count == 1, "\(plan)")
                #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines)")
            }
        }
    }
}
