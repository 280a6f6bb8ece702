"""What people say of their phones, and what is replied."""
