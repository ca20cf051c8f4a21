"""What your functions share."""
