"""Growth of the demand: what it breaks, when, and what lifts it."""
