"""The real Home Assistant against the simulated Jingl cloud, to look at and to click through."""
