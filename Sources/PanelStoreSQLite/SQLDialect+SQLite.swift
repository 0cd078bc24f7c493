import PanelStore

extension SQLDialect {
    static let sqlite = SQLDialect(parameterSign: "?", position: "instr", byBytes: "BINARY")
}
