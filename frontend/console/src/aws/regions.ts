import { createContext, use } from "react";

export const DEFAULT_REGION = "eu-west-1";

/** The commercial regions that are open without asking. */
export const REGIONS = [
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-central-1",
  "eu-north-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ca-central-1",
  "sa-east-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
] as const;

export function isRegion(value: unknown): value is string {
  return typeof value === "string" && (REGIONS as readonly string[]).includes(value);
}

export const RegionContext = createContext<string>(DEFAULT_REGION);

/** The region that the person looks at. */
export function useRegion(): string {
  return use(RegionContext);
}
