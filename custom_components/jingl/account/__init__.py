"""What is known of an account, and when Jingl is asked."""
