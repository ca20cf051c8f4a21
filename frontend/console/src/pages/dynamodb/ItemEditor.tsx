import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";

import { explain } from "../../aws/explain";
import { fromText, type Item } from "./itemText";

interface Props {
  title: string;
  initial: string;
  onSave: (item: Item) => Promise<void>;
  onCancel: () => void;
}

/** An item as DynamoDB JSON, to be changed by hand. */
export function ItemEditor({ title, initial, onSave, onCancel }: Props) {
  const [text, setText] = useState(initial);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  async function save() {
    setBusy(true);
    setProblem("");
    try {
      await onSave(fromText(text));
    } catch (error) {
      setProblem(explain(error));
      setBusy(false);
    }
  }

  return (
    <Modal
      visible
      size="large"
      header={title}
      closeAriaLabel="Close"
      onDismiss={onCancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onCancel}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} onClick={save}>
              Save
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <FormField
        label="DynamoDB JSON"
        description="Each value with its type: S, N, B, BOOL, NULL, L, M, SS, NS, BS."
        errorText={problem}
        stretch
      >
        <Textarea
          rows={16}
          value={text}
          spellcheck={false}
          onChange={({ detail }) => setText(detail.value)}
        />
      </FormField>
    </Modal>
  );
}
