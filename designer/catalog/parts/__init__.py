"""What is said of parts: compared, described, matched and advised."""
