/** The table of a DynamoDB stream's ARN; undefined for the ARN of something else. */
export function tableOfStream(arn: string): string | undefined {
  return /:table\/([^/]+)\/stream\//.exec(arn)?.[1];
}
