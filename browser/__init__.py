"""A real browser to test and benchmark the dashboard cards."""
