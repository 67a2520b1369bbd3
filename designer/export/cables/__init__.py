"""The cable schedule and the cables of one link."""
