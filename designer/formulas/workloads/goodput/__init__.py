"""What of a long job's time makes progress: interruptions, checkpoints, spares, repair, and what availability costs."""
