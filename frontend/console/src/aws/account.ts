import { valid } from "./accountId";

/**
 * The account that the console shows: `?account=100000000007` in the address, kept for this tab, or the one
 * that everybody has who names none.
 */
export function account(): string | undefined {
  const named = new URLSearchParams(window.location.search).get("account");
  try {
    if (named !== null) sessionStorage.setItem("petri.account", named);
    return valid(named ?? sessionStorage.getItem("petri.account"));
  } catch {
    return valid(named); // what may not be kept is good for this page
  }
}
