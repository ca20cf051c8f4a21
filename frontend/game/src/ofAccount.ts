/**
 * The address of the same API in another account: accounts of one emulator have their number in the ids of
 * their APIs, as `petri room` says. Without an account, or with something else, it is the address itself.
 */
export function ofAccount(address: string, account: string | null): string {
  if (!account || !isAccount(account)) return address;
  return address.replace(/(\/_aws\/execute-api\/[^/]+)/, `$1-${account}`);
}

/** Whether this is the number of an account other than the first. */
export function isAccount(text: string): boolean {
  return /^[1-9]\d{11}$/.test(text);
}
