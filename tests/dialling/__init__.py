"""Making phones ring."""
