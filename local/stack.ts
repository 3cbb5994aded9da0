import { type Config, ConfigError } from "../config/config.js";
import { migrate } from "../store/migrate.js";
import { detectConfinement } from "./confinement.js";
import { type Endpoints, removeEndpoints, writeEndpoints } from "./endpoints.js";
import { planApi, planWorker } from "./node-parts.js";
import { Part, type PartEvents } from "./part.js";
import { isFree } from "./ports.js";
import { RunState } from "./run-state.js";
import { type Services, startServices } from "./services.js";

/** Avalanche on one machine: PostgreSQL, Temporal, the API and a worker for all queues, each kept running. */
export class Stack {
  readonly #config: Config;
  readonly #events: PartEvents;
  readonly #state: RunState;
  #services: Services | undefined;
  #programs: Part[] = [];
  readonly #stopping = new AbortController();

  /**
   * The caller holds the lock of the home.
   *
   * @param say gets a short line on each problem
   */
  constructor(config: Config, say: (line: string) => void) {
    this.#config = config;
    this.#state = new RunState(config.home);
    this.#events = { say, started: (name, child) => this.#state.remember(name, child) };
  }

  /**
   * Resolves when all of it answers.
   *
   * @throws what kept a part from starting; `stop` is still the caller's
   */
  async start(): Promise<Endpoints> {
    const config = this.#config;
    for (const name of await this.#unlessStopping(this.#state.endLeftovers()))
      this.#events.say(`${name} was left over from an earlier run; ended it`);
    const api = await this.#unlessStopping(this.#apiUrl());
    const confinement = await this.#unlessStopping(detectConfinement(config.searchPath, config.home));
    // Waited for to its end also when told to stop: what it starts is stopped by whoever stops us.
    const services = await startServices(config, this.#state, this.#events, confinement);
    this.#services = services;
    await this.#unlessStopping(services.databaseReady);
    await this.#unlessStopping(migrate(services.databaseUrl));
    const { databaseUrl: database, temporalAddress: temporal, temporalUi, codec } = services;
    const endpoints: Endpoints = { api, temporal, database, codec, ...(temporalUi ? { temporalUi } : {}) };
    this.#programs = [planApi, planWorker].map((plan) => new Part(plan({ config, endpoints, confinement }), this.#events));
    await this.#unlessStopping(Promise.all([services.temporalReady, ...this.#programs.map((part) => part.start())]));
    writeEndpoints(config.home, endpoints);
    return endpoints;
  }

  /** Those that use the servers first. @param now without a grace: nothing that was accepted is lost either way */
  async stop(now = false): Promise<void> {
    this.#stopping.abort(new Error("stopped while starting"));
    removeEndpoints(this.#config.home);
    await Promise.all(this.#programs.map((part) => part.stop(now)));
    await this.#services?.stop(now);
  }

  /** A step that does not end is left to itself. */
  async #unlessStopping<T>(step: Promise<T>): Promise<T> {
    const { signal } = this.#stopping;
    const told = new Promise<never>((_, reject) => {
      const leave = () => reject(signal.reason as Error);
      if (signal.aborted) leave();
      else signal.addEventListener("abort", leave, { once: true });
    });
    return Promise.race([step, told]);
  }

  /** @throws {ConfigError} where a port was asked for and is taken, or the address cannot be had */
  async #apiUrl(): Promise<string> {
    const { host, port } = this.#config.http;
    const everywhere = host === "0.0.0.0" || host === "::";
    const own = await this.#apiPort().catch((error: Error) => {
      if (error instanceof ConfigError) throw error;
      throw new ConfigError(`AVALANCHE_HTTP_HOST, AVALANCHE_HTTP_PORT: cannot listen at ${bracketed(host)}:${port}: ${error.message}`);
    });
    return `http://${everywhere ? "127.0.0.1" : bracketed(host)}:${own}`;
  }

  async #apiPort(): Promise<number> {
    const { host, port, portWasAsked } = this.#config.http;
    if (!portWasAsked) return this.#state.port("api", port, host);
    if (await isFree(port, host)) return port;
    throw new ConfigError(`AVALANCHE_HTTP_PORT: port ${port} of ${host} is taken by another program; choose another one`);
  }
}

/** `[::1]` in a URL. */
function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
