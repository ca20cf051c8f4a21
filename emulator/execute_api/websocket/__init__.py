"""WebSocket APIs: handshake, messages, disconnects, @connections."""
