"""Cooling: shares of air and liquid, loads of coolers, and what the loss of one takes along."""
