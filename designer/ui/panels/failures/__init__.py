"""What a single failure would cost, and what is taken as failed."""
