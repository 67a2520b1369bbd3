"""Questions to a design: why a figure is what it is, what an edit would do, what a query finds."""
