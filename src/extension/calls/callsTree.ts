/** Every model call as a tree: provider, model, call site, and what goes in and which controls stand around it. */
import type { AuditEvidence, CallInput, ModelCall } from "../../core/report/scanResult.js";
import type { LocatedCall } from "../../server/protocol.js";
import type { Translate } from "../translate.js";

export interface ProviderNode {
  readonly kind: "provider";
  readonly id: string;
  readonly name: string;
  readonly count: number;
  readonly children: readonly ModelNode[];
}

export interface ModelNode {
  readonly kind: "model";
  readonly id: string;
  /** Empty: the code does not say, or it is decided while running. */
  readonly name: string;
  readonly pinned: boolean;
  readonly children: readonly CallNode[];
}

export interface CallNode {
  readonly kind: "call";
  readonly id: string;
  readonly located: LocatedCall;
  readonly children: readonly (InputNode | ControlNode)[];
}

export interface InputNode {
  readonly kind: "input";
  readonly id: string;
  readonly input: CallInput;
  readonly uri: string;
  readonly children: readonly [];
}

/** A control that is there or missing, with the evidence for it. */
export interface ControlNode {
  readonly kind: "control";
  readonly id: string;
  readonly label: string;
  readonly present: boolean | null;
  readonly detail: string;
  /** Where to look at it. */
  readonly place: { readonly uri: string; readonly line: number; readonly column: number } | null;
  readonly children: readonly [];
}

export type CallsNode = ProviderNode | ModelNode | CallNode | InputNode | ControlNode;

export function callsTree(calls: readonly LocatedCall[], t: Translate): readonly ProviderNode[] {
  return [...groupBy(calls, ({ call }) => call.provider)].map(([provider, ofProvider]) => ({
    kind: "provider",
    id: provider,
    name: provider,
    count: ofProvider.length,
    children: [...groupBy(ofProvider, ({ call }) => call.model?.value ?? "")].map(([model, ofModel]) =>
      modelNode(provider, model, ofModel, t),
    ),
  }));
}

/** `Confidential, Internal, 2 unclassified`: what may be in the data of a call, gravest first. */
export function dataClasses(call: Pick<ModelCall, "inputs">, t: Translate): string {
  const levels = new Set(call.inputs.map((input) => input.classification.level).filter((level) => level !== null));
  const unclassified = call.inputs.filter((input) => input.classification.level === null && needsClass(input)).length;
  const parts: string[] = LEVELS.filter((level) => levels.has(level));
  if (unclassified > 0) parts.push(t("{0} unclassified", unclassified));
  return parts.join(", ");
}

const LEVELS = ["Restricted", "Confidential", "Internal", "Public"] as const;

function needsClass({ kind }: CallInput): boolean {
  return kind !== "constant" && kind !== "configuration" && kind !== "environment" && kind !== "model-output";
}

function modelNode(provider: string, model: string, calls: readonly LocatedCall[], t: Translate): ModelNode {
  const id = `${provider}/${model}`;
  const nodes = calls.map((located): CallNode => callNode(`${id}/${located.call.id}`, located, t));
  return { kind: "model", id, name: model, pinned: calls[0]?.call.model?.pinned ?? false, children: nodes };
}

function callNode(id: string, located: LocatedCall, t: Translate): CallNode {
  const inputs = located.call.inputs.map(
    (input, index): InputNode => ({
      kind: "input",
      id: `${id}/input/${index}`,
      input,
      uri: located.inputUris[index] ?? located.uri,
      children: [],
    }),
  );
  return { kind: "call", id, located, children: [...inputs, ...controlNodes(id, located, t)] };
}

function controlNodes(id: string, { call, auditUris }: LocatedCall, t: Translate): ControlNode[] {
  const { status, by } = call.audit;
  const record = by.find(({ records }) => records.length > 0) ?? by[0];
  const recordUri = record ? auditUris[by.indexOf(record)] : undefined;
  const nodes: ControlNode[] = [
    {
      kind: "control",
      id: `${id}/audit`,
      label: t("Audit record"),
      present: status === "always" || status === "external" ? true : status === "unknown" ? null : false,
      detail: auditWords(status, t) + (record ? `, ${describeRecord(record)}` : ""),
      place: record && recordUri !== undefined ? { uri: recordUri, line: record.line, column: 1 } : null,
      children: [],
    },
  ];
  const seen = new Set<string>();
  call.inputs.forEach((input) => {
    input.sanitizers.forEach((sanitizer) => {
      const key = `${sanitizer.name}\0${sanitizer.file}\0${sanitizer.line}`;
      if (seen.has(key)) return;
      seen.add(key);
      nodes.push({
        kind: "control",
        id: `${id}/sanitizer/${seen.size}`,
        label: sanitizer.name,
        present: true,
        detail: t("sanitiser, {0}, {1}", sanitizer.tier, `${sanitizer.file}:${sanitizer.line}`),
        place: null,
        children: [],
      });
    });
  });
  for (const control of Object.keys(call.controls).sort()) {
    const state = call.controls[control];
    if (state === undefined || state === "not-applicable") continue;
    nodes.push({
      kind: "control",
      id: `${id}/control/${control}`,
      label: control,
      present: state === "present" || state === "attested" ? true : state === "absent" ? false : null,
      detail: state,
      place: null,
      children: [],
    });
  }
  return nodes;
}

function auditWords(status: ModelCall["audit"]["status"], t: Translate): string {
  switch (status) {
    case "always":
      return t("on every way out");
    case "sometimes":
      return t("missing on some ways out");
    case "never":
      return t("missing");
    case "external":
      return t("kept outside of the code");
    case "unknown":
      return t("not known");
  }
}

function describeRecord({ name, records }: AuditEvidence): string {
  return records.length === 0 ? name : `${name} (${records.join(", ")})`;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of [...items].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : keyOf(left) > keyOf(right) ? 1 : 0))) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
