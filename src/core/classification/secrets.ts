/** Data types that open something. They are secrets wherever they are written out, and nothing of them is in what they open. */
export const SECRETS: ReadonlySet<string> = new Set([
  "password",
  "api-key",
  "access-token",
  "token",
  "secret",
  "session-cookie",
  "private-key",
  "connection-string",
  "environment-variables",
]);
