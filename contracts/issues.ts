import type { StandardSchemaV1 } from "@standard-schema/spec";

export interface Issue {
  /** Dotted: `params.parameters.min_confidence`. */
  path: string;
  message: string;
}

/** What a schema found wrong, one entry for each field; a field that is not known is named itself. */
export function toIssues(found: readonly StandardSchemaV1.Issue[], prefix: readonly string[] = []): Issue[] {
  return found.flatMap((issue) => {
    const path = [...prefix, ...(issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part))];
    const { keys } = issue as { keys?: string[] };
    if (isUnknownKeys(issue) && keys) return keys.map((key) => ({ path: [...path, key].join("."), message: "there is no such field" }));
    return [{ path: path.join("."), message: issue.message }];
  });
}

/** One sentence for people who read only `detail`. */
export function summaryOf(issues: Issue[]): string {
  const first = issues.slice(0, 3).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const more = issues.length - first.length;
  return first.join("; ") + (more > 0 ? `; and ${more} more` : "");
}

function isUnknownKeys(issue: StandardSchemaV1.Issue): boolean {
  return (issue as { code?: unknown }).code === "unrecognized_keys";
}
