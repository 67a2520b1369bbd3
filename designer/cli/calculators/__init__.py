"""The calculators on the command line, one question at a time or a table of them."""
