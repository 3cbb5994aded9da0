import { createHash, timingSafeEqual } from "node:crypto";
import { type CanActivate, type ExecutionContext, SetMetadata } from "@nestjs/common";
import { Reflector } from "@nestjs/core";
import { Problem } from "../problems.js";
import type { ApiRequest } from "../request.js";
import { isOwnHost } from "./own-host.js";

/** A call that needs no token. */
export const OpenToAll = () => SetMetadata(ACCESS, "open");

/** A page for browsers: these cannot send a bearer token by themselves, so the token is also taken as a Basic password. */
export const ForBrowsers = () => SetMetadata(ACCESS, "browser");

const ACCESS = "access";

/** The jobs of the token that the first start made belong to this owner. */
export const OPERATOR = "operator";

/** Stands before every call, also before those that do not exist. */
export class AccessGuard implements CanActivate {
  readonly #token: Buffer;
  readonly #boundHost: string;
  readonly #reflector = new Reflector();

  constructor(token: string, boundHost: string) {
    this.#token = digest(token);
    this.#boundHost = boundHost;
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ApiRequest>();
    if (!isOwnHost(request.headers.host, this.#boundHost)) {
      throw new Problem("wrong-host", "this API answers to the name of the machine that it runs on, such as localhost");
    }
    const access = this.#reflector.getAllAndOverride<string | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access === "open") return true;
    const token = bearerOf(request) ?? (access === "browser" ? passwordOf(request) : undefined);
    if (token === undefined || !timingSafeEqual(digest(token), this.#token)) throw unauthorized(access === "browser");
    request.owner = OPERATOR;
    return true;
  }
}

/** Exactly one header: of two, proxies and servers may choose differently. */
function authorizationOf(request: ApiRequest): string | undefined {
  const given = request.headersDistinct.authorization ?? [];
  return given.length === 1 ? given[0] : undefined;
}

function bearerOf(request: ApiRequest): string | undefined {
  return /^Bearer ([\x21-\x7e]+)$/i.exec(authorizationOf(request) ?? "")?.[1];
}

function passwordOf(request: ApiRequest): string | undefined {
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorizationOf(request) ?? "")?.[1];
  if (basic === undefined) return undefined;
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(basic, "base64").toString("utf8")) ?? [];
  return password;
}

function unauthorized(forBrowser: boolean): Problem {
  const challenge = forBrowser ? 'Basic realm="Avalanche: any name, the token as password", charset="UTF-8"' : 'Bearer realm="Avalanche"';
  return new Problem("unauthorized", "send the token that the first start wrote to AVALANCHE_HOME/token: `Authorization: Bearer TOKEN`", {
    headers: { "WWW-Authenticate": challenge },
  });
}

/** Of equal length for every token, so that the comparison takes the same time. */
function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
