"""A design as text: the stable form, its older versions, and what is wrong with a file."""
