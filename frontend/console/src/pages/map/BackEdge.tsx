import { BaseEdge, type Edge, type EdgeProps } from "@xyflow/react";

export type BackEdgeType = Edge<{ lowest: number }, "back">;

/** A line that leads back to the left: below everything, so that it crosses nothing. */
export function BackEdge({
  sourceX,
  sourceY,
  targetX,
  targetY,
  data,
  label,
  markerEnd,
}: EdgeProps<BackEdgeType>) {
  const low = data?.lowest ?? Math.max(sourceY, targetY);
  const path = [
    `M ${sourceX},${sourceY}`,
    `C ${sourceX + 50},${sourceY} ${sourceX + 50},${low} ${sourceX - 40},${low}`,
    `L ${targetX + 40},${low}`,
    `C ${targetX - 50},${low} ${targetX - 50},${targetY} ${targetX},${targetY}`,
  ].join(" ");
  return (
    <BaseEdge
      path={path}
      label={label}
      labelX={(sourceX + targetX) / 2}
      labelY={low}
      labelBgPadding={[4, 2]}
      {...(markerEnd && { markerEnd })}
    />
  );
}
