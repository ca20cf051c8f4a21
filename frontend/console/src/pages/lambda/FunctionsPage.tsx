import { ListFunctionsCommand } from "@aws-sdk/client-lambda";

import { lambda } from "../../aws/lambda";
import { allPages } from "../../aws/pages";
import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { bytes, moment } from "../../components/format";
import { ResourceTable } from "../../components/ResourceTable";
import { RouterLink } from "../../components/RouterLink";
import { useLoad } from "../../components/useLoad";

export function Component() {
  const region = useRegion();
  const functions = useLoad(
    region,
    (abortSignal) =>
      allPages(async (Marker) => {
        const page = await lambda(region).send(new ListFunctionsCommand({ Marker }), {
          abortSignal,
        });
        return [page.Functions, page.NextMarker];
      }),
    { every: 10_000 },
  );
  return (
    <ResourceTable
      headingTag="h1"
      title="Functions"
      loaded={functions}
      trackBy={({ FunctionName }) => FunctionName ?? ""}
      empty="There is no function in this region. Deploy the application with: make deploy"
      actions={<CopyCommand service="lambda" operation="list-functions" />}
      columns={[
        {
          id: "name",
          header: "Name",
          sortingField: "FunctionName",
          isRowHeader: true,
          cell: ({ FunctionName }) => (
            <RouterLink to={`/lambda/${FunctionName ?? ""}`}>{FunctionName}</RouterLink>
          ),
        },
        {
          id: "runtime",
          header: "Runtime",
          sortingField: "Runtime",
          cell: ({ Runtime }) => Runtime,
        },
        { id: "handler", header: "Handler", cell: ({ Handler }) => Handler },
        {
          id: "memory",
          header: "Memory",
          sortingField: "MemorySize",
          cell: ({ MemorySize }) => `${MemorySize ?? 128} MB`,
        },
        { id: "timeout", header: "Timeout", cell: ({ Timeout }) => `${Timeout ?? 3} s` },
        {
          id: "size",
          header: "Code size",
          sortingField: "CodeSize",
          cell: ({ CodeSize }) => bytes(CodeSize ?? 0),
        },
        { id: "changed", header: "Last changed", cell: ({ LastModified }) => moment(LastModified) },
      ]}
    />
  );
}
