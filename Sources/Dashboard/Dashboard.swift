// Pages for people.
