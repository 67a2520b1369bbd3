"""What the commands do, by menu."""
