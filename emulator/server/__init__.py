"""One port for AWS APIs, execute-api HTTP, WebSockets and @connections."""
