import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below the range from which systems take the ports of outgoing connections (Linux: 32768 and up): a client that knocks
 * while the server is away could otherwise be given the server's own port.
 */
const FIRST = 20_000;
const LAST = 32_000;

/**
 * @param wanted taken if it is free
 * @throws where the host is no address of this machine, or the port is not ours to take
 */
export async function freePort(wanted?: number, host?: string): Promise<number> {
  if (wanted !== undefined && (await isFree(wanted, host))) return wanted;
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port, host)) return port;
  }
}

/** @throws where it is not another program that keeps us from listening */
export function isFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
