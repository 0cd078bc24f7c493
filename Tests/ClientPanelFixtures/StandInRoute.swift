/// The routes that a stand-in panel has, behind `/api`.
enum StandInRoute {
    /// The methods that a path takes; none for a path that is none.
    static func methods(of path: [String]) -> [String] {
        switch (path.first, path.count) {
        case ("application", 2) where path[1] == "nodes": return ["GET"]
        case ("client", 1): return ["GET"]
        case ("client", 2) where path[1] == "account": return ["GET"]
        case ("client", 3...) where path[1] == "servers": return methods(onServer: Array(path.dropFirst(3)))
        default: return []
        }
    }

    private static func methods(onServer path: [String]) -> [String] {
        switch (path.first, path.count) {
        case (nil, _): ["GET"]
        case ("resources", 1): ["GET"]
        case ("power", 1), ("command", 1): ["POST"]
        case ("backups", 1): ["GET", "POST"]
        case ("backups", 2): ["GET", "DELETE"]
        case ("backups", 3) where path[2] == "lock": ["POST"]
        case ("files", 2): path[1] == "list" ? ["GET"] : ["POST"]
        case ("startup", 2): ["PUT"]
        case ("settings", 2): ["POST"]
        case ("schedules", 1): ["GET", "POST"]
        case ("schedules", 2): ["GET", "POST", "DELETE"]
        case ("schedules", 3) where path[2] == "execute" || path[2] == "tasks": ["POST"]
        case ("schedules", 4) where path[2] == "tasks": ["POST", "DELETE"]
        default: []
        }
    }
}
