import PhoenixModel

extension GameServer {
    init(_ attributes: Attributes) throws(UnreadableRecord) {
        let uuid = try attributes.requiredID("uuid")
        let maintenance = attributes.flag("is_node_under_maintenance")
        self.init(
            uuid: uuid, identifier: (try? attributes.requiredID("identifier")) ?? uuid,
            name: try attributes.requiredText("name"), node: attributes.text("node") ?? "",
            status: attributes.text("status") ?? (attributes.flag("is_installing") ? "installing" : nil),
            isSuspended: attributes.flag("is_suspended"), isTransferring: attributes.flag("is_transferring"),
            isNodeInMaintenance: maintenance, backupLimit: attributes.object("feature_limits")?.integer("backups"))
    }
}
