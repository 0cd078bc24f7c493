// 01: files
extension CodeExplanation {
    static let fileNotFound = Self(
        "a file or directory does not exist",
        """
        A path given with -f or --config does not exist. This is an error, because without these files phoenix could
        conclude that everything declared in them should be deleted.

        Check the spelling, and the directory in which you run phoenix: relative paths start there.

            phoenix plan -f manifest/       # wrong: the directory is called manifests
            phoenix plan -f manifests/      # right
        """)

    static let fileUnreadable = Self(
        "a file or directory cannot be read",
        """
        The path exists, but the system could not open or read it. The message gives the reason, most often missing
        permissions. phoenix does not guess what the file may declare, so the run stops.

            ls -l manifests/tasks.yaml
            chmod u+r manifests/tasks.yaml
        """)

    static let emptyDirectory = Self(
        "a directory has no manifests",
        """
        A directory given with -f has no file that ends in .yaml or .yml, at any depth. Files and directories whose
        names start with a dot are skipped. This is an error, because an empty set would turn every task into an
        orphan.

            phoenix plan -f build/          # wrong: nothing but build products there
            phoenix plan -f manifests/      # right
        """)

    static let fileTooLarge = Self(
        "a file is too large",
        """
        Manifests written by people are far smaller than 64 MiB, and configuration files far smaller than 1 MiB. A
        larger file is considered a mistake and is not read. If your manifests are generated, write several files:
        all files of a run are loaded together.

            phoenix plan -f manifests/      # any number of files, in any order
        """)

    static let binaryFile = Self(
        "a file is not text",
        """
        The file has bytes that never occur in text, such as NUL. Perhaps it is an archive, a picture or a database, or
        it was saved as UTF-16.

            file manifests/tasks.yaml
            iconv -f UTF-16 -t UTF-8 tasks.yaml > tasks-utf8.yaml
        """)

    static let invalidUTF8 = Self(
        "a file is not UTF-8",
        """
        Manifests are UTF-8, with or without a byte order mark. The byte at the location shown is not valid UTF-8, most
        often because the file was saved as Latin-1 or Windows-1252. phoenix does not guess what was meant, because a
        name with a wrong letter would be a different name on the panel.

            iconv -f WINDOWS-1252 -t UTF-8 tasks.yaml > tasks-utf8.yaml
        """)

    static let notARegularFile = Self(
        "a path is neither a file nor a directory",
        """
        The path names a device, a socket, a pipe or something else that cannot contain manifests. To read manifests
        from a pipe, use a single dash.

            phoenix plan -f /dev/null                  # wrong
            render-manifests | phoenix plan -f -       # right
        """)

    static let nothingMatches = Self(
        "a pattern matches no file",
        """
        A pattern given with -f matches nothing. Patterns are expanded by the shell, or by phoenix if they are in
        quotes; `*` does not match files in subdirectories. A directory is read with all its subdirectories.

            phoenix plan -f 'manifests/*.yml'      # wrong: the files end in .yaml
            phoenix plan -f manifests/             # right: both endings, recursive
        """)

    static let nothingDeclared = Self(
        "the files declare nothing",
        """
        All files were read, but none of them declares a service or a task: they are empty or contain only comments.
        With `--prune` this is an error, because a failed generator must not empty a project. To delete all tasks of a
        project on purpose, write `tasks: {}` and pass the number of tasks with `--allow-deletes`.

            project: skyblock
            tasks: {}

            phoenix plan -f manifests/ --prune --allow-deletes 12
        """)
}
