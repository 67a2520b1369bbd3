"""Effects of the fixes of findings before they are made, and findings that say the same of several things."""
