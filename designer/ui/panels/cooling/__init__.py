"""Panel of what rooms, rows and cooling units take, and their single failures."""
