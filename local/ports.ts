import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type ListenOptions } from "node:net";

/**
 * Below the range from which systems take the ports of outgoing connections (Linux: 32768 and up): a client that knocks
 * while the server is away could otherwise be given the server's own port.
 */
const FIRST = 20_000;
const LAST = 32_000;

/** Ports that this process has given out. */
const claimed = new Set<number>();

/**
 * A port that nobody listens at; on Linux none either that another living process of ours was given and does not listen at yet.
 *
 * @param wanted taken if it is free
 * @throws where the host is no address of this machine, or the port is not ours to take
 */
export async function freePort(wanted?: number, host?: string): Promise<number> {
  if (wanted !== undefined && (await isFree(wanted, host)) && (await claim(wanted))) return wanted;
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (!claimed.has(port) && (await isFree(port, host)) && (await claim(port))) return port;
  }
}

/** @throws where it is not another program that keeps us from listening */
export async function isFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  const server = await listen({ port, host, exclusive: true });
  server?.close();
  if (server) await once(server, "close");
  return server !== undefined;
}

/** Holds the port's name, an abstract socket (unix(7)) that ends with this process, so that nothing is left of it. */
async function claim(port: number): Promise<boolean> {
  if (claimed.has(port)) return true;
  if (process.platform === "linux") {
    const name = await listen({ path: `\0avalanche-port-${port}` });
    if (!name) return false;
    name.unref();
  }
  claimed.add(port);
  return true;
}

/** @returns undefined where another one listens there */
async function listen(options: ListenOptions): Promise<ReturnType<typeof createServer> | undefined> {
  const server = createServer().listen(options);
  try {
    await once(server, "listening");
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return undefined;
    throw error;
  }
}
