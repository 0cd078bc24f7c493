// TEMPORARY, so that the target compiles.
