import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

import { readZip } from "./zip";

/** An archive as Python's zipfile writes it, which is what deploys functions. */
function archive(): Uint8Array<ArrayBuffer> {
  const script = `
import io, sys, zipfile
out = io.BytesIO()
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("handler.py", "# é\\n" * 1000)
    z.writestr("folder/", "")
    z.writestr(zipfile.ZipInfo("folder/stored.txt"), "as it is")
    z.comment = b"PK comment"
sys.stdout.buffer.write(out.getvalue())`;
  return new Uint8Array(execFileSync("python3", ["-c", script]));
}

test("lists files and unpacks them", async () => {
  const entries = readZip(archive());
  expect(entries.map(({ name, size }) => [name, size])).toEqual([
    ["handler.py", 5000],
    ["folder/stored.txt", 8],
  ]);
  const texts = await Promise.all(
    entries.map(async ({ read }) => new TextDecoder().decode(await read())),
  );
  expect(texts).toEqual(["# é\n".repeat(1000), "as it is"]);
});

test("says what is no archive", () => {
  expect(() => readZip(new Uint8Array(100))).toThrow("no ZIP archive");
  expect(() => readZip(new Uint8Array(0))).toThrow("no ZIP archive");
});
