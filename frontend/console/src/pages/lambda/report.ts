export interface Report {
  duration?: string;
  billed?: string;
  memory?: string;
  /** only of a cold start */
  init?: string;
}

/** What Lambda's REPORT line says of an invocation. */
export function readReport(log: string): Report {
  const line = log.split("\n").findLast((each) => each.startsWith("REPORT ")) ?? "";
  const find = (name: string) => new RegExp(`(?:^|\\t)${name}: ([^\\t]+)`).exec(line)?.[1]?.trim();
  const [duration, billed, memory, init] = [
    "Duration",
    "Billed Duration",
    "Max Memory Used",
    "Init Duration",
  ].map(find);
  return {
    ...(duration && { duration }),
    ...(billed && { billed }),
    ...(memory && { memory }),
    ...(init && { init }),
  };
}
