"""Measure what the integration costs Home Assistant, compared with the alternatives."""
