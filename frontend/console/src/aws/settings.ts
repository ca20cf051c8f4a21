import { account } from "./account";
import { credentials } from "./credentials";

/** What every client of the AWS SDK is made with: this very emulator. */
export function settings(region: string) {
  return {
    region,
    endpoint: window.location.origin,
    credentials: credentials(window.location.hostname, account()),
    // Nothing is far away: a first answer is the answer.
    maxAttempts: 1,
  };
}

type Settings = ReturnType<typeof settings>;

/** A client of a service for each region, made when it is first needed. */
export function perRegion<Client>(
  make: (settings: Settings) => Client,
): (region: string) => Client {
  const made = new Map<string, Client>();
  return (region) => {
    const client = made.get(region) ?? make(settings(region));
    made.set(region, client);
    return client;
  };
}
