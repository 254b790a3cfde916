/** What keeps the pages of others away from the data, and the data from running anything in ours. */

/** Nothing but this server is ever asked for anything. Styles are inline because charts set their own. */
const contentSecurityPolicy: string = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self' http://localhost:* http://127.0.0.1:*",
].join('; ');

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache, must-revalidate',
};

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether the server listens on this machine only. */
export const isLoopback = (host: string): boolean => loopback.has(host) || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

const nameOf = (hostHeader: string): string => hostHeader.replace(/:\d+$/, '').toLowerCase();

/**
 * Whether a request may be answered: where the server listens on this machine only, it must have been addressed by a name of this machine
 * (a page of another site could point its own name here), and what changes or posts must come from our page.
 */
export function isAllowed(bound: string, headers: { readonly host?: string; readonly origin?: string }): boolean {
  const { host = '', origin } = headers;
  if (isLoopback(bound) && !isLoopback(nameOf(host)) && nameOf(host) !== bound) return false;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}
