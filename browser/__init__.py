"""A real browser for the tests and benchmarks of the dashboard cards."""
