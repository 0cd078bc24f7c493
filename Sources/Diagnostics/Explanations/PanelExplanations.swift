// 08: panels and stores
extension CodeExplanation {
    static let storeUnavailable = Self(
        "the store cannot be opened",
        """
        The embedded panel keeps its data in a SQLite file, and the file could not be opened. The folder of a path that
        you give must exist; only the default folder is made by phoenix itself.

            mkdir -p /srv/phoenix
            phoenix plan -f manifests/ --store sqlite:/srv/phoenix/panel.db
        """)

    static let storeDamaged = Self(
        "the store is damaged",
        """
        The file is not a database of phoenix, or SQLite found it damaged, for example after a disk was full or a file
        was copied while in use. Nothing is repaired or overwritten. Check it, and restore it from a backup.

            sqlite3 panel.db 'PRAGMA integrity_check'
        """)

    static let storeTooNew = Self(
        "the store was written by a newer phoenix",
        """
        The database has a later version of the tables than this phoenix knows. Working on it could lose what it does
        not understand. Use the newer phoenix; a store is never migrated back.

            phoenix --version
        """)

    static let storeLocked = Self(
        "another process holds the store",
        """
        Another phoenix, a backup or a database browser held a write lock for longer than phoenix waits. Nothing was
        changed. Find out who has the file open, then run it again.

            fuser -v /srv/phoenix/panel.db
        """)

    static let storeFull = Self(
        "the disk of the store is full",
        """
        A write could not be stored, and was undone as a whole: the store is as it was before. Make room and run it
        again; what was already applied is recognised.

            df -h /srv/phoenix
        """)

    static let storeReadOnly = Self(
        "the store cannot be written",
        """
        The file or its folder is read-only for this user. SQLite needs to write the folder too, for its journal beside
        the file.

            ls -ld /srv/phoenix /srv/phoenix/panel.db
        """)

    static let panelRefused = Self(
        "the panel refused a request",
        """
        The panel answered with an error; the message has its words. 401 means that the key is unknown, revoked or
        expired; 403 that it lacks a permission (reading needs services.read; applying services.create, services.update
        and services.delete); 409 and 422 that the state or a value does not allow it.

            phoenix config check
        """)

    static let panelUnreachable = Self(
        "the panel does not answer",
        """
        No connection was made, or no answer came in time. Tries are repeated with growing pauses before this is said.
        A write whose answer got lost is looked up first on the next run, so it is safe to run the same command again.

            curl -sS https://panel.example.com/healthz
            phoenix plan -f manifests/ --panel https://panel.example.com --timeout 60
        """)

    static let ownershipNotKept = Self(
        "the panel does not keep the ownership line",
        """
        phoenix writes one line at the end of each description, and recognises its objects by it. This panel's answer
        came without the line, so the object could not be found again. If the panel cannot keep it, objects can be
        matched by name alone.

            phoenix apply -f manifests/ --ownership none
        """)
}
