"""The inspector at the right: whatever is selected, with its facts and fields."""
