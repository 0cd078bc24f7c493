import PhoenixModel
import Testing

@Suite("A secret")
struct SecretTests {
    private let secret = Secret(reference: "${secret:env:TOKEN}", value: "hunter2")

    @Test("cannot be printed, in any way that Swift has")
    func printing() {
        var dumped = ""
        dump(Value.map(["a": .list([.secret(secret)])]), to: &dumped)
        let texts = [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\(Value.secret(secret))", dumped,
            String(reflecting: Value.list([.secret(secret)])), Value.secret(secret).jsonText(),
            "\(Optional(secret) as Any)", "\(ServiceFields(name: "x"))", "\([secret: 1])",
        ]
        for text in texts { #expect(!text.contains("hunter2"), "\(text)") }
    }

    @Test("is equal to another of the same text, and gives it to who asks")
    func equality() {
        #expect(secret == Secret(reference: "${secret:file:token}", value: "hunter2"))
        #expect(secret != Secret(reference: "${secret:env:TOKEN}", value: "other"))
        #expect(Value.map(["a": .secret(secret)]).revealed() == ["a": "hunter2"])
    }

    @Test("is found by its path")
    func paths() {
        var fields = ServiceFields(name: "x")
        fields.task = ["type": "backup", "data": ["name": .secret(secret)]]
        fields.notify = [["url": "plain"], ["url": .secret(secret)]]
        #expect(fields.secretPaths == ["task.data.name", "notify[1].url"])
    }

    @Test("in a list makes its place secret in every element, because elements change places")
    func listPaths() {
        let paths = SecretPaths(["task.data.patterns[1]", "notify[0].url"])
        for path in ["task.data.patterns[0]", "task.data.patterns[12]", "notify[3].url"] {
            #expect(paths.contains(path))
        }
        for path in ["task.data.patterns", "notify[0].type", "task.data.ignored[1]"] { #expect(!paths.contains(path)) }
    }
}
