#!/usr/bin/env node
import { createProgram } from "./program.js";

// `avalanche list | head` ends when head does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

const args = process.argv.slice(2);
try {
  const program = await createProgram(args);
  await program.parseAsync(args.length === 0 ? ["--help"] : args, { from: "user" });
} catch (error) {
  const { reportError } = await import("./report-error.js");
  process.exitCode = await reportError(error);
}
