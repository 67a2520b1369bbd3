"""What is asked and chosen of workloads."""
