import { Option } from "commander";
import { orInvalid } from "./job-options.js";
import { BadValue, readValue } from "./read-value.js";

/** A flag that takes a time in seconds, 0 or more. */
export function secondsOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string) => orInvalid(() => seconds(text)));
}

/** A flag that takes a whole number from 1. */
export function countOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string) => orInvalid(() => atLeastOne(text)));
}

function seconds(text: string): number {
  const value = readValue({ kind: "number", choices: [] }, text) as number;
  if (value < 0) throw new BadValue("It must be a number of seconds, 0 or more.");
  return value;
}

function atLeastOne(text: string): number {
  const value = readValue({ kind: "integer", choices: [] }, text) as number;
  if (value < 1) throw new BadValue("It must be a whole number from 1.");
  return value;
}
