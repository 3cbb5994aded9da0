import { createHmac, timingSafeEqual } from "node:crypto";
import type { DryRun, PurgeFilter } from "../../store/purge.js";
import { canonicalJson } from "../jobs/canonical-json.js";
import { Problem } from "../problems.js";
import { invalid } from "../schema-pipe.js";

const KEPT_MS = 600_000;
const SIGNATURE_BYTES = 32;

/** The word of a dry run that its purge has to send back: of use only to the owner, for the same filter, for ten minutes. */
export class PurgeTokens {
  readonly #key: Buffer;

  /** @param secret the same in every API process */
  constructor(secret: string) {
    this.#key = createHmac("sha256", secret).update("purge tokens").digest();
  }

  create(owner: string, filter: PurgeFilter, { count, at }: DryRun): string {
    const found = Buffer.from(JSON.stringify([count, at.toISOString()]));
    return Buffer.concat([this.#sign(owner, filter, found), found]).toString("base64url");
  }

  /** @throws {Problem} invalid-request, where the token was not made here for this owner and filter; purge-outdated */
  read(owner: string, filter: PurgeFilter, token: string | undefined): DryRun {
    const bytes = Buffer.from(token ?? "", "base64url");
    const signature = bytes.subarray(0, SIGNATURE_BYTES);
    const found = bytes.subarray(SIGNATURE_BYTES);
    if (signature.length !== SIGNATURE_BYTES || !timingSafeEqual(signature, this.#sign(owner, filter, found))) throw unconfirmed();
    const [count, iso] = JSON.parse(found.toString()) as [number, string];
    const at = new Date(iso);
    if (at.getTime() < Date.now() - KEPT_MS) throw outdated("the dry run is more than ten minutes ago");
    return { count, at };
  }

  #sign(owner: string, filter: PurgeFilter, found: Buffer): Buffer {
    return createHmac("sha256", this.#key)
      .update(canonicalJson([owner, filter]))
      .update(found)
      .digest();
  }
}

export function outdated(why: string): Problem {
  return new Problem("purge-outdated", `${why}; nothing was cancelled: make a dry run again and send its \`confirm\``);
}

function unconfirmed(): Problem {
  const message = "make a dry run with this filter first, look at what it names, and send its `confirm` with `dry_run` false";
  return invalid([{ path: "confirm", message }]);
}
