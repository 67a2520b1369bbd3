"""A failure followed through power and cooling: what it takes along, and what is then drawn."""
