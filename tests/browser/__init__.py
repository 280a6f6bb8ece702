"""The dashboard cards in the real Home Assistant and a real browser."""
