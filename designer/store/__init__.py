"""The project file, the recovery journal and locks. SQLite lives here alone."""
