import { useEffect, useState } from "react";

import type { Connection } from "./liveConnection";
import "./ConnectionState.css";

const texts: Record<Connection["state"], string> = {
  connecting: "Connecting…",
  live: "Live",
  reconnecting: "Reconnecting…",
  off: "Off",
};

/** Whether this window hears of what others do. */
export function ConnectionState({ connection }: { connection: Connection }) {
  const { state } = connection;
  return (
    <div className="connection" data-connection={state}>
      <p role="status">{texts[state]}</p>
      {state === "reconnecting" && connection.nextAttempt !== undefined && (
        <>
          {/* Not part of the status: nobody wants to hear each second. */}
          <Countdown until={connection.nextAttempt} />
          <button type="button" onClick={connection.retryNow}>
            Try now
          </button>
        </>
      )}
      {state === "off" && <p className="why">{connection.reason}</p>}
    </div>
  );
}

function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now);

  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(ticking);
  }, []);

  return <p className="countdown">in {Math.max(1, Math.ceil((until - now) / 1000))} s</p>;
}
