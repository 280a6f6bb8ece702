"""Stub for a package that parses XML."""
