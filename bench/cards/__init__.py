"""The dashboard card in a real browser."""
