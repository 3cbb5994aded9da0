import type { LoggerService } from "@nestjs/common";
import type { Logger } from "pino";

/** Nest's own messages as lines of our log; what it says of its start is of no use to operators. */
export class NestLogger implements LoggerService {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  log(message: unknown): void {
    this.#log.debug(String(message));
  }

  debug(message: unknown): void {
    this.#log.debug(String(message));
  }

  warn(message: unknown): void {
    this.#log.warn(String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.#log.error({ detail: rest.filter((part) => typeof part === "string") }, String(message));
  }
}
