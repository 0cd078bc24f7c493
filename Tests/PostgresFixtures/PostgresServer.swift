// A PostgreSQL server that tests start.
