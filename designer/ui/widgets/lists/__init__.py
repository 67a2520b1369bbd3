"""Lists and tables of rows, and what they have in common: cards, check boxes, typed columns."""
