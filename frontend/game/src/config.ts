/** Where the backend is. `make up` writes both addresses into `.env.development.local`. */
export const apiBaseUrl = import.meta.env.REACT_APP_API_BASE_URL ?? "";
/** Empty until there is a WebSocket API: the game is then without live updates. */
export const websocketUrl = import.meta.env.REACT_APP_WEBSOCKET_URL ?? "";

export const isConfigured = apiBaseUrl !== "";
