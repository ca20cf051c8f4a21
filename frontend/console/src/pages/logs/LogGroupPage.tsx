import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useMemo } from "react";
import { useSearchParams } from "react-router";

import { useTab } from "../../components/useTab";
import { LogStreams } from "./LogStreams";
import { LogTail, type Invocation } from "./LogTail";

export function Component() {
  const [search, setSearch] = useSearchParams();
  const [tab, setTab] = useTab("tail");
  const name = search.get("name") ?? "";
  const id = search.get("request");
  const [from, to] = [Number(search.get("from")), Number(search.get("to"))];
  const invocation = useMemo<Invocation | undefined>(
    () => (id ? { id, from, to } : undefined),
    [id, from, to],
  );
  return (
    <SpaceBetween size="l">
      <Tabs
        activeTabId={tab}
        onChange={({ detail }) => setTab(detail.activeTabId)}
        tabs={[
          {
            id: "tail",
            label: "Live tail",
            content: (
              <LogTail
                key={`${name} ${id ?? ""}`}
                group={name}
                invocation={invocation}
                onShowAll={() => setSearch({ name })}
              />
            ),
          },
          { id: "streams", label: "Streams", content: <LogStreams group={name} /> },
        ]}
      />
    </SpaceBetween>
  );
}
