import { parseArgs } from "node:util";
import { ConfigError } from "../config/config.js";
import { startCodecEndpoint } from "./codec-endpoint.js";
import { runAlone } from "./run-alone.js";
import { say } from "./terminal.js";
import { onStop } from "./until-told.js";

/** `avalanche codec`: the codec endpoint alone, beside the browser or the `temporal` command line that asks it. */
runAlone(async () => {
  const values = readFlags();
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new ConfigError("--port: a whole number from 1 to 65535");
  const webUis = values["web-ui"].split(",").filter(Boolean).map(originOf);
  const endpoint = await startCodecEndpoint({ port, webUis }).catch((error: Error) => {
    throw new ConfigError(`--port: cannot listen at 127.0.0.1:${port}: ${error.message}`);
  });
  say(`Codec endpoint: ${endpoint.url}`);
  onStop(() => void endpoint.stop().then(() => process.exit(0)));
});

function readFlags() {
  try {
    return parseArgs({ options: { port: { type: "string", default: "8081" }, "web-ui": { type: "string", default: "" } } }).values;
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}

function originOf(text: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ConfigError(`--web-ui: ${JSON.stringify(text)} is no address such as http://localhost:8233`);
  return url.origin;
}
