"""Measurements as a user would time them: the pipeline, HTTP APIs, WebSocket APIs, a crowd of clients."""
