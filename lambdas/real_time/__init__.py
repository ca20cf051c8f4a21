"""The functions behind the WebSocket API and the table's stream."""
