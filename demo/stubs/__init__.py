"""Put on Home Assistant's path in place of two voice libraries that need a C compiler.

It imports them at start, for voice satellites, whatever it is configured to do. Nobody speaks to
the demo through a microphone, so being there to import is all that is asked of them.
"""
