/** The pages that the navigation names, in groups. */
export const SECTIONS = [
  [
    { path: "map", title: "Map" },
    { path: "traces", title: "Traces" },
    { path: "resources", title: "Resources" },
  ],
  [
    { path: "api-gateway", title: "API Gateway" },
    { path: "lambda", title: "Lambda" },
    { path: "dynamodb", title: "DynamoDB" },
    { path: "events", title: "EventBridge" },
    { path: "logs", title: "CloudWatch Logs" },
  ],
] as const;

const TITLES = new Map<string, string>(SECTIONS.flat().map(({ path, title }) => [path, title]));

export interface Crumb {
  text: string;
  /** below the console's root */
  to: string;
}

/** From the console's start to the page at `pathname`; `group` is the log group, which is no part of the path. */
export function crumbs(pathname: string, group: string | null = null): Crumb[] {
  const [section = "", ...rest] = pathname.split("/").filter(Boolean);
  const found: Crumb[] = [{ text: "Petri", to: "/" }];
  if (section) found.push({ text: TITLES.get(section) ?? section, to: `/${section}` });
  if (rest.length > 0) found.push({ text: group ?? decode(rest.join("/")), to: pathname });
  return found;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
