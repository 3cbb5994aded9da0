import { createParamDecorator, type ExecutionContext } from "@nestjs/common";
import type { Request } from "express";

/** A request and what the API found out about it. */
export interface ApiRequest extends Request {
  correlationId: string;
  /** Who asks: set by the guard. */
  owner?: string;
}

/** Whose jobs and data sets a call may see. */
export const Owner = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { owner } = context.switchToHttp().getRequest<ApiRequest>();
  if (owner === undefined) throw new Error("a call that needs an owner is open to all");
  return owner;
});
