import { type Config, loadConfig } from "../config/config.js";
import { Api } from "./api/api.js";
import { createScreen, type Screen } from "./screen.js";
import { findService, type Service } from "./service.js";

/** What a command works with. */
export interface Session {
  api: Api;
  service: Service;
  config: Config;
  screen: Screen;
}

/** @throws {ConfigError | CommandError} */
export function openSession(options: { json?: boolean }): Session {
  const config = loadConfig();
  const service = findService(config);
  return { api: new Api(service), service, config, screen: createScreen(options) };
}
