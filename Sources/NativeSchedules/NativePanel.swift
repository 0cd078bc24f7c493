// Schedules of the panel itself, as a reader and a writer.
