"""Reading and writing of catalog files."""
