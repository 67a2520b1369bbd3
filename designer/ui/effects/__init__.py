"""What an edit would do, worked out beside the window when somebody asks."""
