import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Controller, Get, Inject, Param, Res } from "@nestjs/common";
import { ApiExcludeController } from "@nestjs/swagger";
import type { Response } from "express";
import { ForBrowsers } from "../access/access-guard.js";
import { Problem } from "../problems.js";
import { ApiDocument } from "./api-document.js";
import { PAGE, START_SCRIPT } from "./page.js";

const ASSETS = { "swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript" } as const;

/** Own scripts only; the viewer sets styles on its elements. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** The calls, for people (`/docs`) and for programs (`/api/openapi.json`). */
@ApiExcludeController()
@ForBrowsers()
@Controller()
export class DocsController {
  constructor(@Inject(ApiDocument) private readonly document: ApiDocument) {}

  @Get("api/openapi.json")
  openApi(@Res() response: Response): void {
    response.type("application/json").send(this.document.text);
  }

  @Get("docs")
  page(@Res() response: Response): void {
    response.set("Content-Security-Policy", PAGE_POLICY).type("html").send(PAGE);
  }

  @Get("docs/start.js")
  start(@Res() response: Response): void {
    response.type("text/javascript").send(START_SCRIPT);
  }

  @Get("docs/:asset")
  async asset(@Param("asset") asset: string, @Res() response: Response): Promise<void> {
    if (!Object.hasOwn(ASSETS, asset)) throw new Problem("not-found", "the docs have no such file");
    const folder = (createRequire(import.meta.url)("swagger-ui-dist/absolute-path.js") as () => string)();
    response.type(ASSETS[asset as keyof typeof ASSETS]).send(await readFile(join(folder, asset)));
  }
}
