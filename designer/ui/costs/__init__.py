"""The money window: comparison, breakdown, sensitivity and growth of cost."""
