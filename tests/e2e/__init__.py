"""A real Home Assistant against the simulated cloud."""
