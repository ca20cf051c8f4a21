/** The file that a handler such as `virus.create.handler` or `src/index.handler` is in, among these. */
export function handlerFile(handler: string, names: readonly string[]): string | undefined {
  const module = handler.slice(0, handler.lastIndexOf("."));
  const paths = [module, module.replaceAll(".", "/")];
  return names.find((name) => paths.includes(name.replace(/\.[a-z]+$/, "")));
}
