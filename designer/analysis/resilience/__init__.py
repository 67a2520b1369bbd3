"""What a single failure takes along on a network."""
