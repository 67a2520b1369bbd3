"""Serving steps by the row: the parts of the catalog as shapes and chips, and tables of questions."""
