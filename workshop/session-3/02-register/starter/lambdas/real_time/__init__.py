"""The functions behind the WebSocket API and the stream."""
