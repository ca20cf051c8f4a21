import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { ResourceTable } from "../../components/ResourceTable";
import { RouterLink } from "../../components/RouterLink";
import { useLoad } from "../../components/useLoad";
import { findResources } from "./inventory";

export function Component() {
  const region = useRegion();
  const resources = useLoad(region, (signal) => findResources(region, signal), { every: 15_000 });
  return (
    <ResourceTable
      headingTag="h1"
      title="Resources"
      description="What exists in this region, by whichever tool it was made."
      loaded={resources}
      trackBy={({ type, name }) => `${type} ${name}`}
      empty="There is nothing in this region yet. Deploy the application with: make deploy"
      columns={[
        {
          id: "name",
          header: "Name",
          sortingField: "name",
          isRowHeader: true,
          cell: ({ page, name }) => <RouterLink to={page}>{name}</RouterLink>,
        },
        { id: "type", header: "Type", sortingField: "type", cell: ({ type }) => type },
        {
          id: "command",
          header: "Command",
          cell: ({ command: [service, operation, options] }) => (
            <CopyCommand compact service={service} operation={operation} options={options} />
          ),
        },
      ]}
    />
  );
}
