/** Bytes, for people. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  if (count < 1e6) return `${(count / 1000).toFixed(1)} kB`;
  return `${(count / 1e6).toFixed(1)} MB`;
}

/** Milliseconds, for people: three digits that mean something. */
export function milliseconds(duration: number): string {
  if (duration >= 10_000) return `${(duration / 1000).toFixed(1)} s`;
  return `${duration >= 100 ? Math.round(duration) : duration.toFixed(1)} ms`;
}

/** A moment in the time of the machine, to the second. */
export function moment(time: Date | number | string | undefined): string {
  if (time === undefined) return "–";
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? "–"
    : date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}

/** A time of the day, to the millisecond: for lines that come quickly. */
export function clock(time: number): string {
  const date = new Date(time);
  return `${date.toLocaleTimeString(undefined, { hour12: false })}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** JSON laid out for reading, where it is JSON; any other text as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

/** The last part of an ARN that names the thing. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(":") + 1).replace(/^.*\//, "");
}
