import { useSearchParams } from "react-router";

/** The tab that is open: part of the address, so that it can be shared and comes back. */
export function useTab(first: string): [string, (tab: string) => void] {
  const [search, setSearch] = useSearchParams();
  return [
    search.get("tab") ?? first,
    (tab) => {
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          next.set("tab", tab);
          return next;
        },
        { replace: true },
      );
    },
  ];
}
