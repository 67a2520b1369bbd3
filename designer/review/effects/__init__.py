"""What the fixes of findings do before they are made, and findings that say the same of several things."""
