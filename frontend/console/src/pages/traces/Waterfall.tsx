import { useState } from "react";

import { milliseconds } from "../../components/format";
import { visible } from "../../components/Text";
import { SpanDetails } from "./SpanDetails";
import type { Span } from "./trace";
import { waterfall } from "./waterfall";
import "./Waterfall.css";

// A broadcast to a thousand browsers has a thousand frames: the first tell it all.
const MOST_ROWS = 300;

/** Where the time of a trace went: one bar a span. A click shows what was sent and answered. */
export function Waterfall({ spans }: { spans: readonly Span[] }) {
  const [open, setOpen] = useState<string>();
  const rows = waterfall(spans);
  return (
    <div className="petri-waterfall">
      {rows.slice(0, MOST_ROWS).map(({ span, depth, offset, left, width }) => (
        <div key={span.id}>
          <button
            type="button"
            className="petri-span"
            aria-expanded={open === span.id}
            onClick={() => setOpen(open === span.id ? undefined : span.id)}
          >
            <span className="petri-span-name" style={{ paddingInlineStart: `${depth * 16}px` }}>
              <small>{span.kind}</small> {visible(span.name)}
            </span>
            <span className="petri-span-time">
              +{offset.toFixed(1)} · {milliseconds(span.durationMs)}
            </span>
            <span className="petri-span-track">
              <span
                className={`petri-span-bar petri-span-${span.status === "error" ? "error" : span.kind}`}
                style={{ left: `${left}%`, width: `${width}%` }}
              />
            </span>
          </button>
          {open === span.id && <SpanDetails span={span} />}
        </div>
      ))}
      {rows.length > MOST_ROWS && <p>… and {rows.length - MOST_ROWS} spans more</p>}
    </div>
  );
}
