"""A design as a display list: (Design, looks, text widths, overlay) -> Drawing. Pure."""
