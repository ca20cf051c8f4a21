/** What lists show at most: beyond it they say so. */
export const MOST = 1000;

/** All pages of a list, `MOST` entries at most. `get` answers one page and the token of the next. */
export async function allPages<Entry>(
  get: (token: string | undefined) => Promise<readonly [Entry[] | undefined, string | undefined]>,
  most: number = MOST,
): Promise<Entry[]> {
  const found: Entry[] = [];
  let token: string | undefined;
  do {
    const [entries, next] = await get(token);
    found.push(...(entries ?? []));
    token = next;
  } while (token && found.length < most);
  return found.slice(0, most);
}
