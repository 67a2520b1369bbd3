"""The proposal that turns a sketch into a place: lines with prices, the design with them, figures before and after."""
