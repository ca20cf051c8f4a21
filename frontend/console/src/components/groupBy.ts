/** The members by what they have in common, in their order. (`Map.groupBy`, which Node.js 20 does not have.) */
export function groupBy<T, Key>(members: readonly T[], key: (member: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const member of members) {
    const group = groups.get(key(member));
    if (group) group.push(member);
    else groups.set(key(member), [member]);
  }
  return groups;
}
