"""What we know about an account, and when to ask Jingl."""
