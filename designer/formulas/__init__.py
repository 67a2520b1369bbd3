"""Every formula and calculator: numbers in, numbers out, each with its source."""
