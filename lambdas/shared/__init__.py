"""What the functions share; every function's archive contains this package."""
