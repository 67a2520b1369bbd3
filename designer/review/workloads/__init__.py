"""Words beside the figures of workloads."""
