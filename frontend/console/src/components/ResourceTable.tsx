import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import type { ReactNode } from "react";

import { MOST } from "../aws/pages";
import { Problem } from "./Problem";
import type { Loaded } from "./useLoad";

const PAGE_SIZE = 25;

interface Props<T> {
  title: string;
  loaded: Loaded<T[]>;
  columns: TableProps.ColumnDefinition<T>[];
  /** A sentence for when there is nothing. */
  empty: ReactNode;
  trackBy: (item: T) => string;
  actions?: ReactNode;
  description?: ReactNode;
  variant?: TableProps.Variant;
  headingTag?: "h1" | "h2";
}

/** A list of resources: filter, order, pages of 25, and a sentence when it is empty or could not be loaded. */
export function ResourceTable<T>(props: Props<T>) {
  const { title, loaded, columns, empty, trackBy, actions, description } = props;
  const { items, collectionProps, filterProps, paginationProps } = useCollection(
    loaded.data ?? [],
    {
      filtering: {
        filteringFunction: hasText,
        empty: <Nothing>{empty}</Nothing>,
        noMatch: <Nothing>Nothing matches the filter.</Nothing>,
      },
      pagination: { pageSize: PAGE_SIZE },
      sorting: {},
      selection: { trackBy },
    },
  );
  const count = loaded.data?.length ?? 0;
  return (
    <SpaceBetween size="m">
      <Problem what={`${title} could not be loaded`} error={loaded.error} onRetry={loaded.reload} />
      <Table
        {...collectionProps}
        variant={props.variant ?? "container"}
        columnDefinitions={columns}
        items={items}
        loading={loaded.loading && loaded.data === undefined}
        loadingText="Loading"
        trackBy={trackBy}
        wrapLines
        ariaLabels={{ tableLabel: title }}
        header={
          <Header
            variant={props.headingTag ?? "h2"}
            counter={loaded.data && `(${count === MOST ? `${count}+` : count})`}
            description={description}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  iconName="refresh"
                  ariaLabel={`Load ${title} again`}
                  onClick={loaded.reload}
                />
                {actions}
              </SpaceBetween>
            }
          >
            {title}
          </Header>
        }
        filter={
          count > 5 && (
            <TextFilter
              {...filterProps}
              filteringPlaceholder="Filter"
              filteringAriaLabel={`Filter ${title}`}
            />
          )
        }
        pagination={count > PAGE_SIZE && <Pagination {...paginationProps} />}
      />
    </SpaceBetween>
  );
}

/** In texts alone: numbers are shown as sizes and moments, and nobody who looks for "777" means their digits. */
function hasText(item: unknown, sought: string) {
  if (!sought) return true;
  const lower = sought.toLowerCase();
  return Object.values(item as object).some(
    (value) => typeof value === "string" && value.toLowerCase().includes(lower),
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return (
    <Box textAlign="center" color="text-body-secondary" padding="m">
      {children}
    </Box>
  );
}
