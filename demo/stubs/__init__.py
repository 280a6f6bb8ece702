"""Put on Home Assistant's path in place of two voice libraries that need a C compiler.

It imports them on startup, for voice satellites, however it is configured. Nobody speaks to
the demo through a microphone, so they only have to be importable.
"""
