export interface ZipEntry {
  name: string;
  /** bytes, unpacked */
  size: number;
  read: () => Promise<Uint8Array>;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * The files of a ZIP archive, in its order; each is unpacked when it is read.
 *
 * Throws an Error for what is no archive. Format: PKWARE's APPNOTE.TXT, 4.3.12 (entries) and 4.3.16 (end).
 */
export function readZip(archive: Uint8Array<ArrayBuffer>): ZipEntry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY)
      throw new Error("The archive is damaged.");
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength));
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const header = view.getUint32(at + 42, true);
    if (!name.endsWith("/")) {
      entries.push({ name, size, read: () => unpack(archive, view, { header, packed, method }) });
    }
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function findEnd(view: DataView): number {
  // It is followed by a comment of up to 65,535 bytes.
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw new Error("This is no ZIP archive.");
}

async function unpack(
  archive: Uint8Array<ArrayBuffer>,
  view: DataView,
  { header, packed, method }: { header: number; packed: number; method: number },
): Promise<Uint8Array> {
  const begin = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  const content = archive.subarray(begin, begin + packed);
  if (method === STORED) return content;
  if (method !== DEFLATED)
    throw new Error(`The file is packed by method ${method}, which browsers cannot unpack.`);
  const stream = new Blob([content]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
