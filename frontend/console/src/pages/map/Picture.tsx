import {
  Background,
  Controls,
  MarkerType,
  Position,
  ReactFlow,
  type Edge,
  type Node,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { use } from "react";
import { Link } from "react-router";

import { ColorModeContext } from "../../shell/colorMode";
import { BackEdge } from "./BackEdge";
import type { Graph, Kind } from "./graph";
import { positions } from "./layout";
import { shortNames } from "./shortNames";
import "./Picture.css";

const KINDS: Record<Kind, string> = {
  browsers: "Clients",
  http: "HTTP API",
  websocket: "WebSocket API",
  function: "Function",
  table: "Table",
  rule: "Schedule",
};

const EDGE_TYPES = { back: BackEdge };
const BACK_EDGES_APART = 26;
const BELOW_THE_LAST_BOX = 70;

/** The graph, drawn; edges on which something flows are lit. */
export function Picture({ graph, pulsing }: { graph: Graph; pulsing: ReadonlySet<string> }) {
  const mode = use(ColorModeContext);
  const places = positions(graph.nodes);
  const kinds = new Map(graph.nodes.map(({ id, kind }) => [id, kind]));
  const titles = (isWanted: (kind: Kind) => boolean) =>
    shortNames(graph.nodes.filter(({ kind }) => isWanted(kind)).map(({ title }) => title));
  const ofFunctions = titles((kind) => kind === "function");
  const ofOthers = titles((kind) => kind !== "function" && kind !== "browsers");
  const nodes: Node[] = graph.nodes.map(({ id, kind, title, note, page }) => ({
    id,
    position: places.get(id) ?? { x: 0, y: 0 },
    className: `petri-node petri-node-${kind}`,
    sourcePosition: Position.Right,
    targetPosition: Position.Left,
    data: {
      label: (
        <>
          <small>{KINDS[kind]}</small>
          <Link to={page} title={title} aria-label={`${KINDS[kind]} ${title}`}>
            {(kind === "function" ? ofFunctions : ofOthers).get(title) ?? title}
          </Link>
          {note && <small title={note}>{note}</small>}
        </>
      ),
    },
  }));
  const columns = new Map(graph.nodes.map(({ id, column }) => [id, column]));
  let lowest = Math.max(...Array.from(places.values(), ({ y }) => y)) + BELOW_THE_LAST_BOX;
  const edges: Edge[] = graph.edges.map(({ id, from, to, label }) => {
    const isBack = (columns.get(from) ?? 0) > (columns.get(to) ?? 0);
    // What a box says itself needs no room on the line that leads there.
    const isInBox = kinds.get(to) === "function" || kinds.get(from) === "browsers";
    return {
      id,
      source: from,
      target: to,
      label: isInBox ? "" : label,
      animated: pulsing.has(id),
      className: pulsing.has(id) ? "petri-flows" : "",
      markerEnd: { type: MarkerType.ArrowClosed },
      ariaLabel: `${from} to ${to}${label && `: ${label}`}`,
      ...(isBack && { type: "back", data: { lowest: (lowest += BACK_EDGES_APART) } }),
    };
  });
  return (
    <div className="petri-map">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        edgeTypes={EDGE_TYPES}
        colorMode={mode}
        fitView
        // Lines that lead back are below the boxes, and are no part of what is fitted.
        fitViewOptions={{ padding: { left: "24px", right: "64px", top: "24px", bottom: "80px" } }}
        minZoom={0.2}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        nodesFocusable={false}
      >
        <Background />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
