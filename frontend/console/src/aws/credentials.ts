import { petri } from "../live/petri";

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

const FIRST_ACCOUNT = "000000000000";

let asked: Promise<Credentials> | undefined;

/**
 * With what the console signs. On its own machine the emulator takes `test` for a key; over the network it
 * verifies signatures, and tells the secret to who has opened the console with its token.
 */
export function credentials(
  hostname: string,
  account: string | undefined,
): Credentials | (() => Promise<Credentials>) {
  if (isThisMachine(hostname)) {
    return { accessKeyId: account ?? "test", secretAccessKey: "test" };
  }
  return async () => {
    asked ??= petri<Credentials>("credentials", AbortSignal.timeout(10_000));
    return { ...(await asked), accessKeyId: account ?? FIRST_ACCOUNT };
  };
}

/** Whether a host name means the machine that the browser runs on. */
export function isThisMachine(hostname: string): boolean {
  return /^(localhost|.*\.localhost(\.localstack\.cloud)?|localhost\.localstack\.cloud|127\.[\d.]+|\[::1\])$/.test(
    hostname,
  );
}
