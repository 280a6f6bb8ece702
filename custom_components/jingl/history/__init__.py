"""What happened to calls and registrations."""
