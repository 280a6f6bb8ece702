"""Put at the end of Python's path for two packages that Home Assistant's `rest:` imports.

One is for XML, the other for JSON attributes. Jingl's answers have neither, so being there to
import is all that is asked of them.
"""
