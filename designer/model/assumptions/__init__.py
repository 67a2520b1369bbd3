"""What the analysis assumes where nothing is drawn or set."""
