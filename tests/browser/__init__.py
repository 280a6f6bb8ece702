"""The dashboard cards in a real Home Assistant and a real browser."""
