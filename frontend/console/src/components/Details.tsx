import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs, {
  type KeyValuePairsProps,
} from "@cloudscape-design/components/key-value-pairs";
import type { ReactNode } from "react";

/** What is known of one resource, in a box. */
export function Details({
  title,
  items,
  actions,
}: {
  title: string;
  items: KeyValuePairsProps.Item[];
  actions?: ReactNode;
}) {
  return (
    <Container
      header={
        <Header variant="h2" actions={actions}>
          {title}
        </Header>
      }
    >
      <KeyValuePairs columns={4} items={items} minColumnWidth={180} />
    </Container>
  );
}
