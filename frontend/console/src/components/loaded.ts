import type { Loaded } from "./useLoad";

/** What is there already, for lists that are part of something else that was loaded. */
export function there<T>(data: T): Loaded<T> {
  return { data, error: undefined, loading: false, reload: () => undefined };
}
