import { isLoopback } from "./besidePage";
import { isAccount } from "./ofAccount";

const query = new URLSearchParams(location.search);
const account = query.get("account") ?? "";
const ofAccount = isAccount(account) ? `?account=${account}` : "";

/** Whether this window is the one that everybody in the room looks at: `?projector` in its address. */
export const isProjector = query.has("projector");

/** The view for the projector, and the game as usual. */
export const projectorAddress = ofAccount ? `${ofAccount}&projector` : "?projector";
export const gameAddress = location.pathname + ofAccount;

/** What others type or scan to play along. */
export const joinAddress = joinOrigin() + gameAddress;

/** Whether only browsers on this machine reach that address. */
export const joinsHereOnly = isLoopback(new URL(joinAddress).hostname);

function joinOrigin(): string {
  const host = import.meta.env.REACT_APP_JOIN_HOST;
  const { protocol, hostname, port, origin } = location;
  return host && isLoopback(hostname) ? `${protocol}//${host}:${port}` : origin;
}
