/** Where a stage answers on this port, in the form that needs no DNS; `$default` is no part of the address. */
export function stageUrl(origin: string, apiId: string, stage: string): string {
  const base = `${origin}/_aws/execute-api/${apiId}`;
  return stage === "$default" ? base : `${base}/${encodeURIComponent(stage)}`;
}

/** The same for WebSockets. */
export function socketUrl(origin: string, apiId: string, stage: string): string {
  return stageUrl(origin.replace(/^http/, "ws"), apiId, stage);
}
