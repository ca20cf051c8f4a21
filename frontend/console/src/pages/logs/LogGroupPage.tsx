import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useSearchParams } from "react-router";

import { useTab } from "../../components/useTab";
import { LogStreams } from "./LogStreams";
import { LogTail } from "./LogTail";

export function Component() {
  const [search] = useSearchParams();
  const [tab, setTab] = useTab("tail");
  const name = search.get("name") ?? "";
  return (
    <SpaceBetween size="l">
      <Tabs
        activeTabId={tab}
        onChange={({ detail }) => setTab(detail.activeTabId)}
        tabs={[
          { id: "tail", label: "Live tail", content: <LogTail key={name} group={name} /> },
          { id: "streams", label: "Streams", content: <LogStreams group={name} /> },
        ]}
      />
    </SpaceBetween>
  );
}
