import pino from "pino";

const log = pino({ name: "model-audit" });

export interface ModelCallRecord {
  requestId: string;
  actor: string;
  model: string;
  outcome: string;
}

/** Who sent what to which model with what outcome. Never the content itself. */
export function recordModelCall(record: ModelCallRecord): void {
  log.info(record, "model call");
}
