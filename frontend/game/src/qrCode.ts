import { generate } from "lean-qr";

export interface QrCode {
  /** Modules on a side, with the quiet zone that scanners need around the code. */
  size: number;
  /** The dark modules as the path of an SVG picture, one unit a module. */
  path: string;
}

const QUIET_ZONE = 4;

/** The QR code of a text, made here: nothing is asked of the network. */
export function qrCode(text: string): QrCode {
  const code = generate(text);
  let path = "";
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (code.get(x, y)) path += `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z`;
    }
  }
  return { size: code.size + 2 * QUIET_ZONE, path };
}
