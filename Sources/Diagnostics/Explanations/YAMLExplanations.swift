// 02: YAML
extension CodeExplanation {
    static let yamlSyntax = Self(
        "the file is not valid YAML",
        """
        The text is not valid YAML at the location shown. The mistake may be on an earlier line: a quote or a bracket
        that is not closed, a key without a colon, or a line whose indentation differs from its neighbours'.

            tasks:                          # wrong: `task` is one space too far to the left
              backup:
                schedule: "0 2 * * *"
               task: { type: backup }

            tasks:                          # right
              backup:
                schedule: "0 2 * * *"
                task: { type: backup, data: { servers: [all] } }

        An editor that knows the schema shows such mistakes while you type. Keep the line
        `# yaml-language-server: $schema=…` at the top of each file.
        """)

    static let tabIndentation = Self(
        "a line is indented with a tab",
        """
        YAML forbids tabs for indentation, because their width differs between editors. Use two spaces for each level.

            sed -i 's/\\t/  /g' tasks.yaml
            phoenix fmt -f tasks.yaml
        """)

    static let duplicateMappingKey = Self(
        "a mapping has the same key twice",
        """
        YAML readers disagree about which of two equal keys wins, and one of the two values would be lost silently.
        Remove or rename one of them; the message shows both. Often somebody copied a block and did not change its key.

            tasks:
              backup: { … }
              backup: { … }                 # wrong

            tasks:
              backup-lobby: { … }
              backup-survival: { … }        # right
        """)

    static let unknownAnchor = Self(
        "an alias has no anchor",
        """
        `*name` is an alias of the node that `&name` marks earlier in the same document, but there is no such anchor.
        Anchors do not apply to other files or documents. A text that starts with `*` must be quoted, or it is read as
        an alias; schedules are the usual case.

            schedule: * * * * *             # wrong
            schedule: "* * * * *"           # right
        """)

    static let expansionTooLarge = Self(
        "aliases expand to more than a million nodes",
        """
        Each alias counts as a copy of the node that it refers to. A few lines of nested aliases can expand to billions
        of values and fill the memory of any machine, so a file may expand to at most 1,000,000 nodes. Write the values
        out, or use `for_each` to create many tasks from one block.

            "backup-${server}":
              for_each: { server: [lobby, survival] }
        """)

    static let nestingTooDeep = Self(
        "the YAML is nested deeper than 100 levels",
        """
        No manifest needs more than about ten levels. phoenix stops reading at a hundred, because deeper input is a
        mistake of a generator or an attack on the programs that read it. Look for a bracket that is opened on every
        line and never closed.
        """)

    static let badMergeKey = Self(
        "a merge key has nothing to merge",
        """
        `<<` merges the keys of another mapping into this one. Its value must be a mapping, an alias of a mapping, or a
        list of these. Keys that are written out win over merged keys.

            backup: &backup { keep: 7, wait: true }
            data: { <<: 7, servers: [all] }           # wrong
            data: { <<: *backup, servers: [all] }     # right
        """)

    static let unsupportedTag = Self(
        "a tag is not supported",
        """
        Manifests are plain YAML. Values are read according to the type of their field, so tags such as `!!binary`,
        `!!set` or `!include` are never needed, and an unknown tag could mean anything. Remove the tag. To read a text
        from a file, write `${file:path}`.

            command: !include motd.txt      # wrong
            command: "${file:motd.txt}"     # right
        """)

    static let quotesNeeded = Self(
        "a text must be quoted",
        """
        Without quotes, YAML reads the text as something else: `*` starts an alias, `@` is reserved, and a comma ends a
        value inside braces. Schedules are the usual case, so it is a good habit to quote every schedule.

            schedule: * * * * *                       # wrong: an alias
            schedule: @daily                          # wrong: reserved
            { schedule: 0 2,14 * * * }                # wrong: the comma ends the value

            schedule: "* * * * *"                     # right
            schedule: "@daily"
            { schedule: "0 2,14 * * *" }
        """)

    static let keyNotText = Self(
        "the key of a mapping is not text",
        """
        YAML allows a list or a mapping as a key, but manifests do not. Usually there is a stray `?`, `[` or `{`, or a
        substitution without quotes, because `{` starts a mapping.

            ${server}-backup: { … }         # wrong
            "${server}-backup": { … }       # right
        """)

    static let formattingUnsafe = Self(
        "a file was not formatted, to be safe",
        """
        `phoenix fmt` compares the values of a file before and after formatting. Here the new layout would have changed
        a value, so the file was left exactly as it was. This is a warning, because the file itself is valid.

        The usual reasons are unusual line breaks (U+2028, U+0085), a byte order mark in the middle of a file, or plain
        text that spans several lines. Write such values in double quotes on one line.
        """)
}
