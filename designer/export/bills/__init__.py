"""The bill of materials: its columns, its groups, and the files that it is written to."""
