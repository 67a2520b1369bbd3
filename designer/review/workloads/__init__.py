"""Rules and words about workloads: demand, serving, training, data and silicon."""
