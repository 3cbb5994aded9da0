import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A way to a server that can be closed and opened, such as a network that fails. */
export class Detour {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #open = true;

  private constructor(target: URL) {
    this.#target = target;
    this.#server = createServer((socket) => this.#join(socket));
  }

  static async to(url: string): Promise<Detour> {
    const detour = new Detour(new URL(url));
    detour.#server.listen(0, "127.0.0.1");
    await once(detour.#server, "listening");
    return detour;
  }

  /** The server's address by this way. */
  get url(): string {
    const url = new URL(this.#target);
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  /** Breaks what is connected and refuses who comes. */
  close(): void {
    this.#open = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  open(): void {
    this.#open = true;
  }

  end(): void {
    this.close();
    this.#server.close();
  }

  #join(socket: Socket): void {
    if (!this.#open) {
      socket.destroy();
      return;
    }
    const server = connect(Number(this.#target.port), this.#target.hostname);
    socket.pipe(server).pipe(socket);
    for (const [one, other] of [
      [socket, server],
      [server, socket],
    ] as const) {
      this.#sockets.add(one);
      one.on("error", () => one.destroy());
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}
