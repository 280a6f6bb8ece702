"""Understand what people say about their phones, and reply."""
