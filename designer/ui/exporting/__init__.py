"""The page from which everything goes out of the program."""
