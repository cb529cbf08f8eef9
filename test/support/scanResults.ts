/** Scan results for tests of the reports: each has one of everything, and any part can be replaced. */
import type { Finding, ModelCall, ScanResult } from "../../src/core/report/scanResult.js";

export function modelCall(changes: Partial<ModelCall> = {}): ModelCall {
  return {
    id: "c1-1",
    root: "shop",
    file: "src/chat.ts",
    line: 12,
    column: 20,
    endLine: 12,
    endColumn: 60,
    scope: "product",
    callee: "client.chat.completions.create",
    language: "typescript",
    provider: "openai",
    api: "openai.javascript.chat.completions.create",
    operation: "chat",
    phase: "inference",
    model: { value: "gpt-4o-mini", pinned: false },
    host: null,
    confidence: "high",
    inputs: [
      {
        role: "system",
        kind: "http-request",
        file: "src/chat.ts",
        line: 8,
        column: 17,
        text: "request.body.question",
        trusted: false,
        classification: { level: null, basis: "none", types: [], clearance: null },
        sanitizers: [],
        path: [{ file: "src/chat.ts", line: 8, column: 17, kind: "source", label: "body of the request" }],
        confidence: "high",
      },
    ],
    outputs: [],
    audit: { status: "never", by: [] },
    controls: { "prompt-sanitization": "absent", "audit-log": "absent" },
    ...changes,
  };
}

export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    rule: "unsanitized-prompt",
    severity: "error",
    confidence: "high",
    message: "Untrusted request data reaches the system prompt and nothing on the way sanitises it. Put a guard between.",
    root: "shop",
    file: "src/chat.ts",
    line: 12,
    column: 20,
    endLine: 12,
    endColumn: 60,
    scope: "product",
    call: "c1-1",
    fingerprint: "f1-aaaa",
    path: [
      { file: "src/chat.ts", line: 8, column: 17, kind: "source", label: "body of the request" },
      { file: "src/prompt.ts", line: 3, column: 9, kind: "step", label: "put into a template by buildPrompt" },
      { file: "src/chat.ts", line: 12, column: 20, kind: "sink", label: "system prompt of client.chat.completions.create" },
    ],
    references: { "owasp-llm": ["LLM01:2025"] },
    fixes: ["Check the text with a guard before it is used"],
    suppressed: null,
    ...changes,
  };
}

export function scanResult(changes: Partial<ScanResult> = {}): ScanResult {
  return {
    schemaVersion: 1,
    tool: { name: "parapet", version: "0.1.0", knowledge: "k1-abc" },
    policyHash: null,
    commit: null,
    roots: [{ id: "shop", path: "/home/user/shop" }],
    stats: { filesFound: 3, filesRead: 3, filesParsed: 2, bytesParsed: 900, durationMs: 12, phases: { parse: 3 }, skipped: [] },
    calls: [modelCall()],
    findings: [finding()],
    blindSpots: [{ root: "shop", file: "src/legacy.rb", line: 4, reason: "Names api.openai.com, but Ruby is not analysed." }],
    errors: [],
    ...changes,
  };
}
