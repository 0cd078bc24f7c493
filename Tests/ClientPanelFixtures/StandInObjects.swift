import PhoenixModel

extension StandInServer {
    func json(_ family: StandInFamily) -> Value {
        [
            "object": "server",
            "attributes": [
                "server_owner": .bool(isOwned), "identifier": .string(identifier),
                "internal_id": .integer(internalID), "uuid": .string(uuid),
                "name": .string(name), "node": .string(node),
                "is_node_under_maintenance": .bool(isNodeInMaintenance),
                "status": status.map(Value.string) ?? .null, "is_suspended": .bool(status == "suspended"),
                "is_installing": .bool(status == "installing"), "is_transferring": .bool(isTransferring),
                "limits": [
                    "memory": 1024, "swap": 0, "disk": 4096, "io": 500, "cpu": 100, "threads": .null,
                    family == .pelican ? "oom_killer" : "oom_disabled": true,
                ],
                "feature_limits": ["backups": .integer(Int64(backupLimit)), "databases": 1, "allocations": 0],
            ],
        ]
    }

    /// Why the panel works on nothing of it.
    var conflict: String? {
        if status == "suspended" {
            return "This server is currently suspended and the functionality requested is unavailable."
        }
        if isNodeInMaintenance {
            return
                "The node of this server is currently under maintenance and the functionality requested is unavailable."
        }
        if isTransferring {
            return "This server is currently being transferred to a new machine, please try again later."
        }
        return switch status {
        case "installing", "install_failed":
            "This server has not yet completed its installation process, please try again later."
        case "restoring_backup": "This server is currently restoring from a backup, please try again later."
        default: nil
        }
    }

    func allows(_ permission: String) -> Bool { permissions.contains("*") || permissions.contains(permission) }
}

extension StandInBackup {
    func json(_ now: Duration) -> Value {
        let completed = Timestamp(seconds: completesAt.components.seconds).description
        return [
            "object": "backup",
            "attributes": [
                "uuid": .string(uuid), "is_successful": .bool(isComplete(now) && succeeds),
                "is_locked": .bool(isLocked), "name": .string(name),
                "ignored_files": .list(ignored.map(Value.string)), "checksum": .null, "bytes": 10,
                "created_at": .string(Timestamp(seconds: createdAt.components.seconds).description),
                "completed_at": isComplete(now) ? .string(completed) : .null,
            ],
        ]
    }
}

extension Value {
    /// One page of a list, as panels answer it.
    static func listing(_ items: [Value], total: Int, size: Int, page: Int) -> Value {
        [
            "object": "list", "data": .list(items),
            "meta": [
                "pagination": [
                    "total": .integer(Int64(total)), "count": .integer(Int64(items.count)),
                    "per_page": .integer(Int64(size)), "current_page": .integer(Int64(page)),
                    "total_pages": .integer(Int64(max(1, (total + size - 1) / size))), "links": [:],
                ]
            ],
        ]
    }
}
