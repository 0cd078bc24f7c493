// 08: panels and stores
extension CodeExplanation {
    static let storeUnavailable = Self(
        "the store cannot be opened",
        """
        The embedded panel keeps its data in a SQLite file, and this file could not be opened. The folder of a path that
        you give must exist; phoenix creates only the default folder.

            mkdir -p /srv/phoenix
            phoenix plan -f manifests/ --store sqlite:/srv/phoenix/panel.db
        """)

    static let storeDamaged = Self(
        "the store is damaged",
        """
        The file is not a database of phoenix, or SQLite found that it is damaged, for example because the disk was full
        or the file was copied while in use. Nothing is repaired or overwritten. Check the file, and restore it from a
        backup.

            sqlite3 panel.db 'PRAGMA integrity_check'
        """)

    static let storeTooNew = Self(
        "the store was written by a newer phoenix",
        """
        The tables of the database have a later version than this phoenix knows. Working with them could lose data that
        this version does not understand. Use the newer phoenix; a store is never migrated back.

            phoenix --version
        """)

    static let storeLocked = Self(
        "another process has locked the store",
        """
        Another phoenix, a backup or a database browser held a write lock for longer than phoenix waits. Nothing was
        changed. Find out which process has the file open, then run the command again.

            fuser -v /srv/phoenix/panel.db
        """)

    static let storeFull = Self(
        "the disk of the store is full",
        """
        A write could not be stored and was rolled back completely, so the store is as it was before. Free some space and
        run the command again; changes that are already applied are recognised.

            df -h /srv/phoenix
        """)

    static let storeReadOnly = Self(
        "the store cannot be written",
        """
        The file or its folder is read-only for this user. SQLite must also be able to write to the folder, because it
        keeps its journal next to the file.

            ls -ld /srv/phoenix /srv/phoenix/panel.db
        """)

    static let panelRefused = Self(
        "the panel refused a request",
        """
        The panel responded with an error; the message quotes it. 401 means that the key is unknown, revoked or expired.
        403 means that it lacks a permission: reading needs services.read, and applying needs services.create,
        services.update and services.delete. 409 and 422 mean that the state of the panel or a value does not allow the
        request.

            phoenix config check
        """)

    static let panelUnreachable = Self(
        "the panel does not respond",
        """
        The connection failed, or no response arrived in time. phoenix tries several times with growing pauses before it
        reports this. If the response to a write was lost, the next run first checks whether it took effect, so it is
        safe to run the same command again.

            curl -sS https://panel.example.com/healthz
            phoenix plan -f manifests/ --panel https://panel.example.com --timeout 60
        """)

    static let ownershipNotKept = Self(
        "the panel does not keep the ownership line",
        """
        phoenix writes an ownership line at the end of each description and recognises its objects by it. This panel's
        response did not have the line, so phoenix could not recognise the object again. If the panel cannot keep the
        line, match objects by name only.

            phoenix apply -f manifests/ --ownership none
        """)
}
