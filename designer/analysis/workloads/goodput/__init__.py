"""What of a training job's time makes progress: what interrupts it, what stands in, and how far that may lie off."""
