"""The views of a design: their tabs, what all painted views share, and a folder for each view."""
