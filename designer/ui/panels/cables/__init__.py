"""Every cable of the design in a table."""
