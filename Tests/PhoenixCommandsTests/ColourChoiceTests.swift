import PhoenixCommands
import PhoenixTestSupport
import Testing

@Suite("Colours", .ownThread)
struct ColourChoiceTests {
    @Test(
        "are chosen by the option, then by the variables that other programs know, then by the terminal",
        arguments: [
            (.auto, true, [:], true), (.auto, false, [:], false), (.always, false, ["NO_COLOR": "1"], true),
            (.never, true, ["FORCE_COLOR": "1"], false), (.auto, true, ["NO_COLOR": "1"], false),
            (.auto, true, ["NO_COLOR": ""], true), (.auto, false, ["FORCE_COLOR": "1"], true),
            (.auto, false, ["FORCE_COLOR": ""], false), (.auto, true, ["FORCE_COLOR": "0"], false),
            (.auto, false, ["FORCE_COLOR": "1", "NO_COLOR": "1"], false), (.auto, false, ["CLICOLOR_FORCE": "1"], true),
            (.auto, false, ["CLICOLOR_FORCE": "0"], false), (.auto, true, ["CLICOLOR": "0"], false),
            (.auto, false, ["CLICOLOR": "1"], false), (.auto, true, ["CLICOLOR": "1"], true),
            (.auto, true, ["TERM": "dumb"], false),
        ] as [(ColourChoice, Bool, [String: String], Bool)])
    func choice(_ choice: ColourChoice, isTerminal: Bool, variables: [String: String], isColoured: Bool) {
        #expect(choice.isColoured(isTerminal: isTerminal, Environment(variables)) == isColoured)
    }
}
