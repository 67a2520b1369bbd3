"""Rules about work: how training gets on, and what is paid as spot."""
