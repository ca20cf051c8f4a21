import jsQR from "jsqr";
import { expect, test } from "vitest";

import { qrCode, type QrCode } from "./qrCode";

/** The picture as a camera sees it: black on white, `scale` pixels a module. */
function photograph({ size, path }: QrCode, scale = 4) {
  const side = size * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let dy = 0; dy < scale; dy += 1) {
      for (let dx = 0; dx < scale; dx += 1) {
        const at = ((Number(y) * scale + dy) * side + Number(x) * scale + dx) * 4;
        pixels.fill(0, at, at + 3);
      }
    }
  }
  return jsQR(pixels, side, side);
}

test.each([
  "http://localhost:3000/",
  "http://192.168.100.200:3000/",
  "https://a-rather-long-name.example.org/games/covid-clicker/index.html",
])("a camera reads %s", (address) => {
  expect(photograph(qrCode(address))?.data).toBe(address);
});
