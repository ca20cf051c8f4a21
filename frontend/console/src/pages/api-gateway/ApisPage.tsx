import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { moment } from "../../components/format";
import { ResourceTable } from "../../components/ResourceTable";
import { RouterLink } from "../../components/RouterLink";
import { useLoad } from "../../components/useLoad";
import { listApis } from "./api";

export function Component() {
  const region = useRegion();
  const apis = useLoad(region, (signal) => listApis(region, signal), { every: 5000 });
  return (
    <ResourceTable
      headingTag="h1"
      title="APIs"
      loaded={apis}
      trackBy={({ ApiId }) => ApiId ?? ""}
      empty="There is no API in this region. Deploy the application with: make deploy"
      actions={<CopyCommand service="apigatewayv2" operation="get-apis" />}
      columns={[
        {
          id: "name",
          header: "Name",
          sortingField: "Name",
          isRowHeader: true,
          cell: ({ ApiId, Name }) => (
            <RouterLink to={`/api-gateway/${ApiId ?? ""}`}>{Name}</RouterLink>
          ),
        },
        {
          id: "kind",
          header: "Protocol",
          sortingField: "ProtocolType",
          cell: ({ ProtocolType }) => ProtocolType,
        },
        { id: "id", header: "Id", sortingField: "ApiId", cell: ({ ApiId }) => ApiId },
        { id: "endpoint", header: "AWS-style endpoint", cell: ({ ApiEndpoint }) => ApiEndpoint },
        { id: "created", header: "Created", cell: ({ CreatedDate }) => moment(CreatedDate) },
      ]}
    />
  );
}
