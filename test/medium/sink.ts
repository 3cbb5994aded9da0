import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface Call {
  headers: Record<string, string>;
  body: string;
}

type Answer = (response: http.ServerResponse, nth: number) => void;

/** A receiver of webhooks: keeps what it got, and answers as it is told. */
export class Sink {
  readonly calls: Call[] = [];
  answer: Answer = (response) => void response.end();
  readonly #server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      this.calls.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
      this.answer(response, this.calls.length);
    });
  });

  static async open(): Promise<Sink> {
    const sink = new Sink();
    sink.#server.listen(0, "127.0.0.1");
    await once(sink.#server, "listening");
    return sink;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}
