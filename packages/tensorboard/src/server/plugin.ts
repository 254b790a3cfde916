/** What a dashboard brings to the server: its name, and answers to requests under `/data/plugin/<name>/`. Source: TensorBoard's base_plugin.TBPlugin. */
import type { DataProvider } from '../provider/data-provider.ts';

export interface RouteRequest {
  readonly query: URLSearchParams;
  /** Fields of a form, for POST. */
  readonly form: FormData | null;
  /** The JSON of a POST; undefined without. */
  readonly body: unknown;
  readonly provider: DataProvider;
}

/** What a route answers: a value to be sent as JSON, or bytes or text with their type. */
export type RouteAnswer = { readonly json: unknown } | { readonly type: string; readonly body: Uint8Array | string };

export interface Route {
  /** Default 'GET'. */
  readonly method?: 'GET' | 'POST' | 'BOTH';
  answer(request: RouteRequest): Promise<RouteAnswer>;
}

export interface TensorBoardPlugin {
  /** Letters, digits, `_` and `-`. */
  readonly name: string;
  readonly tabName: string;
  isActive(provider: DataProvider): Promise<boolean>;
  /** By the last part of the path. */
  readonly routes: Readonly<Record<string, Route>>;
}

/** A request that cannot be answered, for a reason that the client may know. */
export class RequestError extends Error {
  readonly status: 400 | 404;
  constructor(status: 400 | 404, message: string) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
  }
}

/** A parameter of the query. @throws RequestError without it */
export function required(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null) throw new RequestError(400, `the parameter '${name}' is missing`);
  return value;
}

/** @throws RequestError 404 for null */
export function found<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new RequestError(404, `${what} is not there`);
  return value;
}

/** An index in the query. @throws RequestError for anything but an integer of at least 0 */
export function index(query: URLSearchParams, name: string, fallback?: number): number {
  const text = query.get(name);
  if (text === null && fallback !== undefined) return fallback;
  const value = Number(required(query, name));
  if (!Number.isSafeInteger(value) || value < 0) throw new RequestError(400, `the parameter '${name}' must be an integer of at least 0`);
  return value;
}
