"""Power that was measured, beside the power that is planned."""
