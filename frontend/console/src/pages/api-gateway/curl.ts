import { quote } from "../../aws/awslocal";
import type { Sent } from "./sendRequest";

/** The same request for a terminal. */
export function curl({ method, url, headers, body }: Sent): string {
  const words = ["curl", "-i", "-X", method, url];
  for (const [name, value] of headers) words.push("-H", `${name}: ${value}`);
  if (body) words.push("--data-raw", body);
  return words.map(quote).join(" ");
}
