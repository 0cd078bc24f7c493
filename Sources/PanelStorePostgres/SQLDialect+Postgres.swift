import PanelStore

extension SQLDialect {
    static let postgres = SQLDialect(parameterSign: "$", position: "strpos", byBytes: "\"C\"")
}
