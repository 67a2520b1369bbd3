"""The page of the guide that shows computed against measured, made from the tables."""
