import { isLoopback } from "./besidePage";

/** Whether this window is the one that everybody in the room looks at: `?projector` in its address. */
export const isProjector = new URLSearchParams(location.search).has("projector");

/** The view for the projector, and the game as usual. */
export const projectorAddress = "?projector";
export const gameAddress = location.pathname;

/** What others type or scan to play along. */
export const joinAddress = joinOrigin() + location.pathname;

/** Whether only browsers on this machine reach that address. */
export const joinsHereOnly = isLoopback(new URL(joinAddress).hostname);

function joinOrigin(): string {
  const host = import.meta.env.REACT_APP_JOIN_HOST;
  const { protocol, hostname, port, origin } = location;
  return host && isLoopback(hostname) ? `${protocol}//${host}:${port}` : origin;
}
