"""The JSON events that API Gateway hands to functions, as pure functions."""
