"""Panel of what a single failure would cost, and of what is taken as failed."""
