"""Tests of the simulated cloud, which never import the integration."""
