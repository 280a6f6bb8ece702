"""Serving the cards, and what they are told."""
