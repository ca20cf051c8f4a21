"""HTTP APIs: one request, one chain of steps (``gateway.py`` lists them)."""
