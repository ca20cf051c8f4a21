import Box from "@cloudscape-design/components/box";
import { useLayoutEffect, useMemo, useRef } from "react";

import { clock } from "../../components/format";
import { RouterLink } from "../../components/RouterLink";
import { visible } from "../../components/Text";
import { invocationsOf } from "./invocations";
import { traceOf, type LogLine } from "./tail";
import { useTraces } from "./useTraces";
import "./Lines.css";

const MOST_CHARACTERS = 5000;

/** Lines of a log. Stays at the end as long as the reader is there. */
export function Lines({ lines }: { lines: LogLine[] }) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const invocations = useMemo(() => invocationsOf(lines), [lines]);
  const traces = useTraces(invocations);

  useLayoutEffect(() => {
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);

  if (lines.length === 0) return <Box color="text-body-secondary">No line in this time.</Box>;
  return (
    <div
      ref={box}
      className="petri-lines"
      role="log"
      // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex -- it scrolls
      tabIndex={0}
      aria-label="Log lines"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollTop + clientHeight > scrollHeight - 40;
      }}
    >
      {lines.map(({ id, at, stream, text }) => {
        const trace = traceOf(text) ?? traces.get(invocations.get(id) ?? "");
        return (
          <div key={id} className="petri-line" title={stream}>
            <span className="petri-line-time">{clock(at)}</span>
            <span
              className={
                /\b(ERROR|CRITICAL|Traceback)\b/.test(text) ? "petri-line-error" : undefined
              }
            >
              {visible(text.slice(0, MOST_CHARACTERS))}
              {text.length > MOST_CHARACTERS && " …"}
              {trace && (
                <>
                  {" "}
                  <RouterLink to={`/traces/${trace}`}>trace</RouterLink>
                </>
              )}
            </span>
          </div>
        );
      })}
    </div>
  );
}
