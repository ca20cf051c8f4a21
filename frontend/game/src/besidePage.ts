/** Whether a host name means the machine that the browser runs on. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/**
 * The address of a backend as the browser of `page` reaches it. A backend on the machine that also serves
 * the page is written as localhost; seen from another machine that is its server, which forwards to it.
 */
export function besidePage(
  address: string,
  page: Pick<URL, "protocol" | "host" | "hostname">,
): string {
  if (!URL.canParse(address) || isLoopback(page.hostname)) return address;
  const url = new URL(address);
  if (!isLoopback(url.hostname)) return address;
  const isSocket = url.protocol.startsWith("ws");
  const scheme = isSocket ? page.protocol.replace("http", "ws") : page.protocol;
  return `${scheme}//${page.host}${url.pathname}`;
}
