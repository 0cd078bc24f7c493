// The store on PostgreSQL.
