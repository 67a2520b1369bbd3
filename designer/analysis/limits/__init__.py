"""The limits of a drawn fabric: cuts, throughput, fair rates, paths, and what several failures take along."""
