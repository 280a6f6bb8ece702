"""Stubs for two packages that Home Assistant's `rest:` imports, put last on Python's path.

One is for XML, the other for JSON attributes. Jingl's answers have neither, so the packages only
need to be importable.
"""
