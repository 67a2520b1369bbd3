"""Built beside drawn: windows of cables and of power, and what comes in from other systems."""
