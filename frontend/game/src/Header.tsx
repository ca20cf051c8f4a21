import type { Connection } from "./useLiveMessages";
import "./Header.css";

interface Props {
  virusCount: number;
  connection: Connection;
  onCreate: () => void;
}

const connectionTexts: Record<Connection, string> = {
  connecting: "Connecting…",
  live: "Live",
  reconnecting: "Reconnecting…",
};

export function Header({ virusCount, connection, onCreate }: Props) {
  return (
    <header className="header">
      <div>
        <h1>Welcome to Covid-Clicker</h1>
        <p>Click on a virus to kill it</p>
      </div>
      <div className="controls">
        <p className="connection" role="status" data-connection={connection}>
          {connectionTexts[connection]}
        </p>
        <p className="counter">
          <strong>{virusCount}</strong> {virusCount === 1 ? "virus" : "viruses"}
        </p>
        <button className="create" type="button" aria-label="Create a virus" onClick={onCreate}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 4v16M4 12h16" />
          </svg>
        </button>
      </div>
    </header>
  );
}
