import { lazy, Suspense } from "react";

import { ConnectionState } from "./ConnectionState";
import { CreateButton } from "./CreateButton";
import type { Connection } from "./liveConnection";
import { isProjector, projectorAddress } from "./projector";
import { usePlusKey } from "./usePlusKey";
import "./Header.css";

const JoinPanel = lazy(() => import("./JoinPanel"));

interface Props {
  virusCount: number;
  connection: Connection;
  onCreate: () => void;
}

export function Header({ virusCount, connection, onCreate }: Props) {
  const [plusKey, togglePlusKey] = usePlusKey();
  return (
    <header className="header">
      <div className="title">
        <h1>
          Welcome to <span className="name">Covid-Clicker</span>
        </h1>
        <p>Click on a virus to kill it</p>
      </div>
      <div className="controls">
        <ConnectionState connection={connection} />
        <p className="counter" aria-live="polite" aria-atomic="true">
          {/* A new key is a new element, whose animation runs again. */}
          <strong key={virusCount}>{virusCount}</strong> {virusCount === 1 ? "virus" : "viruses"}
        </p>
        <CreateButton hasKey={plusKey} onCreate={onCreate} />
      </div>
      {isProjector ? (
        <Suspense>
          <JoinPanel />
        </Suspense>
      ) : (
        <p className="hints">
          <span className="keys">
            <button
              className="key-switch"
              type="button"
              role="switch"
              aria-checked={plusKey}
              aria-label="Key + creates"
              title={plusKey ? "Switch the key + off" : "Switch the key + on"}
              onClick={togglePlusKey}
            >
              <kbd>+</kbd> create
            </button>{" "}
            <span className="aiming">
              <kbd>Tab</kbd> <kbd>←↑↓→</kbd> aim <kbd>Enter</kbd> kill
            </span>
          </span>
          <a href={projectorAddress}>Share this screen</a>
        </p>
      )}
    </header>
  );
}
