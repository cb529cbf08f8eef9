/** Recognises model hosts and endpoints in an address. */
import type { Knowledge } from "../knowledge/knowledge.js";
import type { EndpointRow, HostRow } from "../knowledge/schema.js";
import { SETTING_MARK, UNKNOWN_PART } from "../link/constants.js";

export interface Address {
  /** Host as written, null when it is not known. */
  readonly host: string | null;
  readonly known: HostRow | null;
  readonly endpoint: EndpointRow | null;
  /** The host comes from a setting or a parameter. */
  readonly configured: boolean;
}

/**
 * What an address says; `base` is a client's base address, "" when there is none.
 * @param hasField whether the body that is sent there is seen to have a field.
 */
export function readAddress(knowledge: Knowledge, url: string, base = "", hasField: (name: string) => boolean = () => false): Address {
  const absolute = /^(?:https?|wss?):\/\//.test(url) || base === "" ? url : `${base.replace(/\/$/, "")}/${url.replace(/^\//, "")}`;
  const match = /^(?:https?|wss?):\/\/(?:[^/@\s]*@)?([^/?#\s]+)([^?#]*)/.exec(absolute);
  const configured = absolute.startsWith(UNKNOWN_PART) || absolute.startsWith(SETTING_MARK) || (match?.[1] ?? "").includes(UNKNOWN_PART);
  const host = match ? (match[1] as string) : null;
  const path = match ? (match[2] as string) : absolute.replace(/^[^/]*/, "");
  const written = host?.replaceAll(SETTING_MARK, "") ?? null;
  const isOf = (row: HostRow): boolean =>
    row.path === undefined ? written !== null && hostMatches(row.host, written) : path.includes(row.path);
  const known = knowledge.hosts.find(isOf) ?? null;
  const setting = new RegExp(`${SETTING_MARK}([^${SETTING_MARK}]+)${SETTING_MARK}`).exec(absolute)?.[1] ?? "";
  const endpoint =
    knowledge.endpoints.find((row) => {
      if (!pathEndsWith(path, row.path)) return false;
      if (row.requires) return (configured || host !== null) && row.requires.every(hasField);
      // A path such as /api/chat is anybody's; the host or the setting's name must say whose.
      if (row.provider === undefined) return true;
      return known?.provider === row.provider || setting.toLowerCase().includes(row.provider);
    }) ?? null;
  return { host: written, known, endpoint, configured };
}

/** True for this machine: on its ports, anything may answer. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\])(?::\d+)?$/.test(host);
}

function hostMatches(pattern: string, host: string): boolean {
  const expected = pattern.toLowerCase();
  const given = host.toLowerCase();
  if (expected === given || expected === given.replace(/:\d+$/, "")) return true;
  const shape = expected.split(/\*\.?|\{[^}]*\}/);
  if (shape.length === 1) return false;
  let at = 0;
  for (const [index, part] of shape.entries()) {
    if (part === "") continue;
    const found = index === 0 ? (given.startsWith(part) ? 0 : -1) : given.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return (shape[shape.length - 1] as string) === "" || at === given.length || at === given.replace(/:\d+$/, "").length;
}

function pathEndsWith(path: string, endpoint: string): boolean {
  const clean = path.replace(/\/$/, "");
  if (endpoint.includes("{") || endpoint.includes("*")) {
    const parts = endpoint.split(/\{[^}]*\}|\*+/);
    let at = 0;
    for (const part of parts) {
      const found = clean.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return (parts[parts.length - 1] as string) === "" || clean.endsWith(parts[parts.length - 1] as string);
  }
  return clean.endsWith(endpoint);
}
