"""A design as one page of HTML: its slides, and all its views to move about in."""
