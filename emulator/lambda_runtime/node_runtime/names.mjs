// Lets names below localhost mean this machine, as browsers do, without asking a name server.
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";

const DOMAINS = [".localhost", ".localhost.localstack.cloud"];

function local(host) {
  const name = `.${host}`.toLowerCase().replace(/\.$/, "");
  return DOMAINS.some((domain) => name.endsWith(domain)) ? "127.0.0.1" : host;
}

/** So a URL that a function builds from `requestContext.domainName` works offline. */
export function resolveLocalNames() {
  for (const resolver of [dns, dns.promises]) {
    const lookup = resolver.lookup;
    resolver.lookup = (host, ...rest) => lookup.call(resolver, local(host), ...rest);
  }
  syncBuiltinESMExports();
}
