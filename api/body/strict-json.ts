import { type JSONPath, visit } from "jsonc-parser";
import { Problem } from "../problems.js";

/** Deepest nesting of a body; nothing that the API takes comes near it. */
const MAX_DEPTH = 64;

const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Reads JSON as RFC 8259 has it, and refuses what readers take differently: a key given twice, keys that reach
 * into JavaScript's objects, deep nesting, bytes that are not UTF-8, characters that PostgreSQL cannot keep.
 *
 * @throws {Problem} invalid-json
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  if (text.trim() === "") throw refused("the body is empty; send a JSON object");
  checkDepth(text);
  const value = parse(text);
  checkContent(text);
  return value;
}

/** Text with NUL or half a surrogate pair: neither UTF-8 nor PostgreSQL has them. */
export function unstorable(value: unknown): boolean {
  return typeof value === "string" && (value.includes("\0") || LONE_SURROGATE.test(value));
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refused("the body is not UTF-8");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw refused((error as Error).message);
  }
}

/** Counted before parsing: a parser that calls itself would run out of stack. */
function checkDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === BRACE || code === BRACKET) {
      if (++depth > MAX_DEPTH) throw refused(`the body is nested more than ${MAX_DEPTH} deep`);
    } else if (code === BRACE_END || code === BRACKET_END) depth--;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
const BRACE_END = 0x7d;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;

function checkContent(text: string): void {
  const keys: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void keys.push(new Set()),
    onObjectEnd: () => void keys.pop(),
    onObjectProperty: (key, _offset, _length, _line, _column, pathOf) => {
      checkKey(key, pathOf);
      const seen = keys.at(-1);
      if (seen?.has(key)) throw refused(`the key ${show(pathOf, key)} is given twice`);
      seen?.add(key);
    },
    onLiteralValue: (value, _offset, _length, _line, _column, pathOf) => {
      if (unstorable(value)) throw refused(`the value of ${pathOf().join(".")} holds a character that no text can have`);
    },
  });
}

function checkKey(key: string, pathOf: () => JSONPath): void {
  if (FORBIDDEN_KEYS.has(key)) throw refused(`the key ${show(pathOf, key)} is not allowed`);
  if (unstorable(key)) throw refused(`the key ${show(pathOf, key)} holds a character that no text can have`);
}

function show(pathOf: () => JSONPath, key: string): string {
  return JSON.stringify([...pathOf(), key].join(".").slice(0, 200));
}

function refused(detail: string): Problem {
  return new Problem("invalid-json", detail);
}
