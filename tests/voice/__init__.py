"""Tests of voice assistants and language models."""
