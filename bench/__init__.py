"""What the integration costs Home Assistant, measured beside what else could be done."""
