import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";

import { explain } from "../../aws/explain";
import { useRegion } from "../../aws/regions";
import { CopyCommand } from "../../components/CopyCommand";
import { Problem } from "../../components/Problem";
import { visible } from "../../components/Text";
import { useLoad } from "../../components/useLoad";
import { addItem, deleteItem, PAGE_SIZE, readPage, replaceItem, type Search } from "./items";
import { ItemEditor } from "./ItemEditor";
import { toText, type Item } from "./itemText";
import { columnsOf, keyText, type Keys } from "./keys";
import { attribute, plain } from "./plain";
import { SearchForm } from "./SearchForm";

type Editing = { kind: "new" } | { kind: "old"; item: Item };

/** The items of a table, a page at a time: read, add, edit, delete. */
export function Items({ table, keys }: { table: string; keys: Keys }) {
  const region = useRegion();
  const [search, setSearch] = useState<Search>({ kind: "scan" });
  const [starts, setStarts] = useState<Item[]>([]);
  const [selected, setSelected] = useState<Item[]>([]);
  const [editing, setEditing] = useState<Editing>();
  const [problem, setProblem] = useState("");
  const start = starts.at(-1);
  const page = useLoad(
    JSON.stringify([region, table, search, start && toText(start)]),
    (signal) => readPage(region, table, keys, search, start, signal),
    { every: 5000 },
  );
  const items = page.data?.items ?? [];
  const next = page.data?.next;

  async function save(item: Item) {
    if (editing?.kind === "old") await replaceItem(region, table, keys, editing.item, item);
    else await addItem(region, table, keys, item);
    setEditing(undefined);
    page.reload();
  }

  async function deleteSelected() {
    setProblem("");
    const results = await Promise.allSettled(
      selected.map((item) => deleteItem(region, table, keys, item)),
    );
    const failed = results.find((result) => result.status === "rejected");
    if (failed) setProblem(explain(failed.reason));
    setSelected([]);
    page.reload();
  }

  return (
    <SpaceBetween size="m">
      <Problem what="The items could not be read" error={page.error} onRetry={page.reload} />
      {problem && (
        <Alert
          type="error"
          header="Not every item was deleted"
          dismissible
          onDismiss={() => setProblem("")}
        >
          {problem}
        </Alert>
      )}
      <Table
        items={items}
        trackBy={(item) => keyText(item, keys)}
        loading={page.loading && page.data === undefined}
        loadingText="Reading items"
        selectionType="multi"
        selectedItems={selected}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
        wrapLines
        ariaLabels={{
          tableLabel: "Items",
          selectionGroupLabel: "Items to delete",
          allItemsSelectionLabel: () => "Select all items of this page",
          itemSelectionLabel: (_, item) => `Select ${keyText(item, keys)}`,
        }}
        columnDefinitions={[
          ...columnsOf(items, keys).map((name, index) => ({
            id: `attribute ${name}`,
            header: visible(name),
            minWidth: 160,
            isRowHeader: index === 0,
            cell: (item: Item) => visible(plain(attribute(item, name))),
          })),
          {
            id: "edit",
            header: "Edit",
            width: 90,
            cell: (item: Item) => (
              <Button
                variant="inline-link"
                ariaLabel={`Edit ${keyText(item, keys)}`}
                onClick={() => setEditing({ kind: "old", item })}
              >
                Edit
              </Button>
            ),
          },
        ]}
        empty={<Box color="text-body-secondary">There is no such item.</Box>}
        filter={
          <SearchForm
            keys={keys}
            onSearch={(wanted) => {
              setStarts([]);
              setSelected([]);
              setSearch(wanted);
              page.reload();
            }}
          />
        }
        header={
          <Header
            counter={
              page.data && `(${items.length}${next || starts.length > 0 ? " on this page" : ""})`
            }
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel="Read again" onClick={page.reload} />
                <CopyCommand
                  service="dynamodb"
                  operation="scan"
                  options={{ "table-name": table, "max-items": String(PAGE_SIZE) }}
                />
                <Button disabled={selected.length === 0} onClick={deleteSelected}>
                  Delete{selected.length > 0 && ` ${selected.length}`}
                </Button>
                <Button variant="primary" onClick={() => setEditing({ kind: "new" })}>
                  Add item
                </Button>
              </SpaceBetween>
            }
          >
            Items
          </Header>
        }
        footer={
          (next || starts.length > 0) && (
            <Box textAlign="center">
              <SpaceBetween direction="horizontal" size="xs" alignItems="center">
                <Button
                  disabled={starts.length === 0}
                  onClick={() => setStarts(starts.slice(0, -1))}
                >
                  Previous page
                </Button>
                <Box>Page {starts.length + 1}</Box>
                <Button disabled={!next} onClick={() => next && setStarts([...starts, next])}>
                  Next page
                </Button>
              </SpaceBetween>
            </Box>
          )
        }
      />
      {editing && (
        <ItemEditor
          title={editing.kind === "old" ? "Edit item" : "Add item"}
          initial={editing.kind === "old" ? toText(editing.item) : template(keys)}
          onSave={save}
          onCancel={() => setEditing(undefined)}
        />
      )}
    </SpaceBetween>
  );
}

function template({ partition, sort }: Keys): string {
  const parts = [partition, ...(sort ? [sort] : [])];
  return toText(
    Object.fromEntries(
      parts.map(({ name, type }) => [name, { [type]: type === "N" ? "0" : "" }]),
    ) as never,
  );
}
