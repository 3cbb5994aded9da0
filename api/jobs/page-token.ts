import { createHmac, timingSafeEqual } from "node:crypto";
import type { JobQuery } from "../../store/job-filter.js";
import type { After } from "../../store/jobs.js";
import { invalid } from "../schema-pipe.js";

/** Page tokens: opaque, and of use only to the owner and for the filter that they were made for. */
export class PageTokens {
  readonly #key: Buffer;

  /** @param secret stays the same over restarts, so that tokens do too */
  constructor(secret: string) {
    this.#key = createHmac("sha256", secret).update("page tokens").digest();
  }

  create(owner: string, query: JobQuery, after: After): string {
    const place = Buffer.from(JSON.stringify([after.submittedAt, after.id]));
    return Buffer.concat([this.#sign(owner, query, place), place]).toString("base64url");
  }

  /** @throws {Problem} invalid-request, where the token was not made here for this owner and filter */
  read(owner: string, query: JobQuery): After | null {
    if (query.page_token === undefined) return null;
    const bytes = Buffer.from(query.page_token, "base64url");
    const signature = bytes.subarray(0, SIGNATURE_BYTES);
    const place = bytes.subarray(SIGNATURE_BYTES);
    if (signature.length !== SIGNATURE_BYTES || !timingSafeEqual(signature, this.#sign(owner, query, place))) {
      throw invalid([{ path: "page_token", message: "is not a token of this list; leave it out to begin again" }]);
    }
    const [submittedAt, id] = JSON.parse(place.toString()) as [string, string];
    return { submittedAt, id };
  }

  #sign(owner: string, query: JobQuery, place: Buffer): Buffer {
    const { page_token: _, page_size: __, ...filter } = query;
    const sorted = Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1));
    return createHmac("sha256", this.#key)
      .update(JSON.stringify([owner, sorted]))
      .update(place)
      .digest();
  }
}

const SIGNATURE_BYTES = 32;
