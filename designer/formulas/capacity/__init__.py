"""Formulas of shared capacity: fairness, allocation, queues and limits of growth."""
