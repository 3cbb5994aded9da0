import { randomBytes } from "node:crypto";

/** Random and opaque: 26 characters of 5 bits. The job's id is its workflow's id. */
export function newJobId(): string {
  return `job_${random()}`;
}

export function newDatasetId(): string {
  return `ds_${random()}`;
}

/** What cannot be an id is not looked up: it is answered like an id that does not exist. A member's has that of its parent, a dot and a number or a word. */
export function isJobId(id: string): boolean {
  return /^[0-9A-Za-z_.-]{1,400}$/.test(id);
}

const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

function random(): string {
  return Array.from(randomBytes(26), (byte) => LETTERS[byte & 31]).join("");
}
