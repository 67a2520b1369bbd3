"""Power: what the design draws, what each stage of the power chain carries, what a failure darkens."""
