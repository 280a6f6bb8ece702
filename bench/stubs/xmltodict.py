"""Stands in for reading XML."""
