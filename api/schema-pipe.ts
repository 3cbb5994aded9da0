import { StandardSchemaValidationPipe } from "@nestjs/common";
import type { ArgumentMetadata } from "@nestjs/common";
import { type Issue, summaryOf, toIssues } from "../contracts/issues.js";
import { Problem } from "./problems.js";
import { unstorable } from "./body/strict-json.js";

/** Checks what a decorator gave a schema for: `@Body({ schema })`, `@Query({ schema })`. */
export class SchemaPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (found) => invalid(toIssues(found)) });
  }

  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (metadata.type === "query" && metadata.schema) refuseUnstorable(value);
    return super.transform(value, metadata);
  }
}

export function invalid(issues: Issue[]): Problem {
  return new Problem("invalid-request", summaryOf(issues), { issues });
}

function refuseUnstorable(query: unknown): void {
  const bad = Object.entries(query as Record<string, unknown>).filter(([, value]) => unstorable(value));
  if (bad.length > 0) throw invalid(bad.map(([path]) => ({ path, message: "holds a character that no text can have" })));
  // The pipe would drop it without a word.
  if (Object.keys(query as object).includes("__proto__")) throw invalid([{ path: "__proto__", message: "there is no such field" }]);
}
