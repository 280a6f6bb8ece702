"""What is known about an account, and when to ask Jingl."""
