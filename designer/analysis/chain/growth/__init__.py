"""What growth of the demand breaks, when, and what lifts it."""
