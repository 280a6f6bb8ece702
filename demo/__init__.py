"""A real Home Assistant with a simulated Jingl cloud, to click through."""
