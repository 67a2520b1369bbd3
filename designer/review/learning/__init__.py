"""What a design tells a newcomer, in sentences that are worked out from it."""
