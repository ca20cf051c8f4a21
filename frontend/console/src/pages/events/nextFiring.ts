/** When a scheduled rule fires next, as far as its expression tells. */
export type NextFiring =
  | { kind: "at"; time: Date }
  /** a rate counts from when the rule was made or enabled, which no API tells */
  | { kind: "within"; milliseconds: number }
  | { kind: "never" }
  | { kind: "unknown" };

const UNITS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const DAYS_TO_LOOK = 366 * 5;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
export function nextFiring(expression: string, now: Date): NextFiring {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate)
    return { kind: "within", milliseconds: Number(rate[1]) * UNITS[rate[2] as keyof typeof UNITS] };
  const cron = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().toUpperCase().split(/\s+/);
  if (cron?.length !== 6) return { kind: "unknown" };
  try {
    return nextOfCron(cron, now);
  } catch {
    return { kind: "unknown" }; // W, # and the like
  }
}

function nextOfCron(fields: string[], now: Date): NextFiring {
  const [minutesOf = "", hoursOf = "", daysOf = "", monthsOf = "", weekdaysOf = "", yearsOf = ""] =
    fields;
  const minutes = [...numbers(minutesOf, 0, 59)];
  const hours = [...numbers(hoursOf, 0, 23)];
  const days = daysOf === "L" ? undefined : numbers(daysOf, 1, 31);
  const months = numbers(monthsOf, 1, 12, MONTHS, 1);
  const weekdays = numbers(weekdaysOf === "L" ? "SAT" : weekdaysOf, 1, 7, DAYS, 1);
  const years = numbers(yearsOf, 1970, 2199);
  const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  for (let count = 0; count < DAYS_TO_LOOK; count++, day.setUTCDate(day.getUTCDate() + 1)) {
    const isLast = new Date(day.getTime() + UNITS.day).getUTCDate() === 1;
    const isDue =
      years.has(day.getUTCFullYear()) &&
      months.has(day.getUTCMonth() + 1) &&
      (days ? days.has(day.getUTCDate()) : isLast) &&
      weekdays.has(day.getUTCDay() + 1);
    if (!isDue) continue;
    const times = hours.flatMap((hour) =>
      minutes.map((minute) => day.getTime() + hour * UNITS.hour + minute * UNITS.minute),
    );
    const next = times.sort((a, b) => a - b).find((time) => time > now.getTime());
    if (next !== undefined) return { kind: "at", time: new Date(next) };
  }
  return { kind: "never" };
}

/** `*`, `5`, `1-5`, `0/15`, `MON,WED`. Throws for what is none of it. */
function numbers(
  field: string,
  least: number,
  most: number,
  names: string[] = [],
  first = 0,
): Set<number> {
  const one = (text: string) => {
    const value = names.includes(text) ? names.indexOf(text) + first : Number(text);
    if (!Number.isInteger(value) || value < least || value > most) throw new RangeError(text);
    return value;
  };
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const [span = "", step] = part.split("/");
    const [from, to] = span.split("-");
    const isAll = span === "*" || span === "?";
    const begin = isAll ? least : one(from ?? "");
    const end = isAll ? most : to !== undefined ? one(to) : step ? most : begin;
    const by = step ? Number(step) : 1;
    if (!(by >= 1) || end < begin) throw new RangeError(part);
    for (let value = begin; value <= end; value += by) found.add(value);
  }
  return found;
}
