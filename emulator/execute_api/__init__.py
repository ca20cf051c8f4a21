"""API Gateway v2 data plane: what happens when a client calls an API."""
