import { besidePage } from "./besidePage";
import { ofAccount } from "./ofAccount";

const { REACT_APP_API_BASE_URL, REACT_APP_WEBSOCKET_URL } = import.meta.env;

/** Whose game it is in a room of several: `?account=` in the address. */
const account = new URLSearchParams(location.search).get("account");

/** Where the backend is. `make up` writes both addresses into `.env.development.local`. */
export const apiBaseUrl = fromHere(REACT_APP_API_BASE_URL);
/** Empty until there is a WebSocket API: the game is then without live updates. */
export const websocketUrl = fromHere(REACT_APP_WEBSOCKET_URL);

export const isConfigured = apiBaseUrl !== "";

function fromHere(address = ""): string {
  return besidePage(ofAccount(address, account), location);
}
