"""A person's own parts and prices."""
