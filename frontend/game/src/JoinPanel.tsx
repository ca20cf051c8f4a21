import { gameAddress, joinAddress, joinsHereOnly } from "./projector";
import { qrCode } from "./qrCode";
import "./JoinPanel.css";

const code = qrCode(joinAddress);

/** How everybody in the room joins: an address to type, and the same to scan. */
export default function JoinPanel() {
  return (
    <div className="join">
      <h2>Play along</h2>
      <svg viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label="QR code of the address">
        <path d={code.path} />
      </svg>
      <p className="address">{withoutScheme(joinAddress)}</p>
      {joinsHereOnly && (
        <p className="here-only">
          This address works on this computer only. For everybody in the room:{" "}
          <code>PETRI_GAME_HOST=0.0.0.0 make up</code>
        </p>
      )}
      <p className="view">
        {document.fullscreenEnabled && (
          <button type="button" onClick={() => void document.documentElement.requestFullscreen()}>
            Full screen
          </button>
        )}
        <a href={gameAddress}>Leave</a>
      </p>
    </div>
  );
}

/** What people type: browsers add the rest. */
function withoutScheme(address: string): string {
  return address.replace(/^http:\/\//, "").replace(/\/$/, "");
}
