"""Charts: their frame, their scales, lines, areas, tornados and histograms."""
