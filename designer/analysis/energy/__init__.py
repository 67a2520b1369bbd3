"""Energy, carbon and water of a year."""
