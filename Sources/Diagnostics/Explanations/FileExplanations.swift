// 01: files
extension CodeExplanation {
    static let fileNotFound = Self(
        "a file or directory does not exist",
        """
        A path given with -f or --config names nothing. It is an error, because going on without it could make phoenix believe
        that everything declared there is to be deleted.

        Look at the spelling and at the directory you run phoenix in; relative paths start there.

            phoenix plan -f manifest/       # wrong: the directory is called manifests
            phoenix plan -f manifests/      # right
        """)

    static let fileUnreadable = Self(
        "a file or directory cannot be read",
        """
        The path exists, but the system refused to open or read it; the message has its reason, most often missing
        permissions. Nothing is guessed about what the file may declare, so the run stops.

            ls -l manifests/tasks.yaml
            chmod u+r manifests/tasks.yaml
        """)

    static let emptyDirectory = Self(
        "a directory has no manifests",
        """
        A directory given with -f has no file that ends in .yaml or .yml, at any depth. Files and directories whose
        names start with a dot are skipped. It is an error, because an empty set would turn every task into an orphan.

            phoenix plan -f build/          # wrong: nothing but build products there
            phoenix plan -f manifests/      # right
        """)

    static let fileTooLarge = Self(
        "a file is too large",
        """
        No manifest written by people comes near 64 MiB, and no configuration file near 1 MiB, so a larger one is taken
        for a mistake and is not read.
        If your manifests are generated, write several files; all files of one run make one set.

            phoenix plan -f manifests/      # any number of files, of any order
        """)

    static let binaryFile = Self(
        "a file is not text",
        """
        The file has bytes that no text has, such as NUL. Perhaps an archive, a picture or a database was named by
        mistake, or the file was saved as UTF-16.

            file manifests/tasks.yaml
            iconv -f UTF-16 -t UTF-8 tasks.yaml > tasks-utf8.yaml
        """)

    static let invalidUTF8 = Self(
        "a file is not UTF-8",
        """
        Manifests are UTF-8, with or without a byte order mark. At the place shown there is a byte that cannot stand
        there, most often because the file was saved as Latin-1 or Windows-1252. Nothing is repaired by guessing:
        a name with a wrong letter would be another name on the panel.

            iconv -f WINDOWS-1252 -t UTF-8 tasks.yaml > tasks-utf8.yaml
        """)

    static let notARegularFile = Self(
        "a path is neither a file nor a directory",
        """
        The path names a device, a socket, a pipe or something else that manifests are not read from. To give
        manifests through a pipe, use a lone dash.

            phoenix plan -f /dev/null                  # wrong
            render-manifests | phoenix plan -f -       # right
        """)

    static let nothingMatches = Self(
        "a pattern matches no file",
        """
        A pattern given with -f matched nothing. Patterns are expanded by the shell, or by phoenix where they reach it
        in quotes; `*` does not go into sub-directories. A directory given as it is, is read with everything below.

            phoenix plan -f 'manifests/*.yml'      # wrong: the files end in .yaml
            phoenix plan -f manifests/             # right: both endings, recursive
        """)

    static let nothingDeclared = Self(
        "the files declare nothing",
        """
        All files were read, and there is no service and no task in any of them: they are empty, or everything in them
        is a comment. With `--prune` this is an error: a generator that failed must not empty a project. To delete
        all tasks of a project, say so: write `tasks: {}`, and give the number of tasks with `--allow-deletes`.

            project: skyblock
            tasks: {}

            phoenix plan -f manifests/ --prune --allow-deletes 12
        """)
}
