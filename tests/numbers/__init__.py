"""What a number means, and who it belongs to."""
