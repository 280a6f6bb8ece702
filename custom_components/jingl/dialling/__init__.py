"""Make phones ring."""
