/**
 * Where a page reads an object that AWS names by a presigned URL: the same, on the port the page came from.
 *
 * The URL's host does not resolve offline; and it is another origin, whose answers pages may not read.
 */
export function localLocation(location: string, origin: string): string {
  const { pathname, search, hostname } = new URL(location);
  const bucket = /^(?<bucket>.+)\.s3[.-]/.exec(hostname)?.groups?.bucket;
  return `${origin}${bucket ? `/${bucket}` : ""}${pathname}${search}`;
}
