"""What a number means and whose it is."""
