import { groupBy } from "../../components/groupBy";
import type { GraphNode } from "./graph";

const COLUMN_WIDTH = 244;
const ROW_HEIGHT = 92;

/** Where each thing is drawn: columns from left to right, each centred on the same line. */
export function positions(nodes: readonly GraphNode[]): Map<string, { x: number; y: number }> {
  const columns = groupBy(nodes, ({ column }) => column);
  const found = new Map<string, { x: number; y: number }>();
  for (const [column, members] of columns) {
    members.forEach(({ id }, row) => {
      found.set(id, { x: column * COLUMN_WIDTH, y: (row - (members.length - 1) / 2) * ROW_HEIGHT });
    });
  }
  return found;
}
