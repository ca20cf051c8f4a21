import { nameOf } from "../../components/format";

/** The name of the function that an integration invokes; undefined when it does something else. */
export function functionOf(uri: string | undefined): string | undefined {
  const arn = /arn:[\w-]+:lambda:[\w-]+:\d+:function:[\w-]+/.exec(uri ?? "");
  return arn ? nameOf(arn[0]) : undefined;
}
