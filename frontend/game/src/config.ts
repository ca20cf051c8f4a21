/** Where the backend is. `make up` writes both addresses into `.env.development.local`. */
export const apiBaseUrl = import.meta.env.REACT_APP_API_BASE_URL ?? "";
export const websocketUrl = import.meta.env.REACT_APP_WEBSOCKET_URL ?? "";

/** False until both addresses are known. */
export const isConfigured = apiBaseUrl !== "" && websocketUrl !== "";
