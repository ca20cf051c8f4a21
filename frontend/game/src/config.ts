import { besidePage } from "./besidePage";

const { REACT_APP_API_BASE_URL, REACT_APP_WEBSOCKET_URL } = import.meta.env;

/** Where the backend is. `make up` writes both addresses into `.env.development.local`. */
export const apiBaseUrl = fromHere(REACT_APP_API_BASE_URL);
/** Empty until there is a WebSocket API: the game is then without live updates. */
export const websocketUrl = fromHere(REACT_APP_WEBSOCKET_URL);

export const isConfigured = apiBaseUrl !== "";

function fromHere(address = ""): string {
  return besidePage(address, location);
}
