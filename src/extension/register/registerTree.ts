/** The AI risk register as a tree: system (or another group), risk, finding, steps of its path with the missing one as a node. */
import type { Severity, Step } from "../../core/report/scanResult.js";
import type { LocatedFinding } from "../../server/protocol.js";
import { type Filter, passes, SEVERITIES } from "../filter/filter.js";
import { type Score, scoreOf } from "./score.js";
import { systemOf } from "./system.js";

export const GROUPINGS = ["system", "rule", "file", "severity"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface GroupNode {
  readonly kind: "group";
  readonly id: string;
  readonly grouping: Grouping;
  readonly name: string;
  readonly findings: readonly LocatedFinding[];
  readonly children: readonly (RiskNode | FindingNode)[];
}

/** One rule in one system. */
export interface RiskNode {
  readonly kind: "risk";
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly score: Score;
  readonly findings: readonly LocatedFinding[];
  readonly children: readonly FindingNode[];
}

export interface FindingNode {
  readonly kind: "finding";
  readonly id: string;
  readonly located: LocatedFinding;
  readonly children: readonly StepNode[];
}

export interface StepNode {
  readonly kind: "step";
  readonly id: string;
  readonly located: LocatedFinding;
  readonly step: Step;
  readonly uri: string;
  /** From 0. */
  readonly index: number;
  readonly children: readonly [];
}

export type RegisterNode = GroupNode | RiskNode | FindingNode | StepNode;

export function registerTree(findings: readonly LocatedFinding[], filter: Filter, grouping: Grouping): readonly GroupNode[] {
  const shown = findings.filter(({ finding }) => passes(filter, finding));
  const groups = [...groupBy(shown, (one) => groupName(one, grouping))].map(([name, members]): GroupNode => {
    const id = `${grouping}:${name}`;
    return { kind: "group", id, grouping, name, findings: members, children: childrenOf(id, grouping, members) };
  });
  return groups.sort((left, right) => gravity(right) - gravity(left) || compare(left.name, right.name));
}

/** What the badge counts: open findings that are more than hints, of those shown. */
export function countForBadge(groups: readonly GroupNode[]): number {
  return groups.flatMap(({ findings }) => findings).filter(({ finding }) => finding.suppressed === null && finding.severity !== "hint")
    .length;
}

function groupName({ finding }: LocatedFinding, grouping: Grouping): string {
  switch (grouping) {
    case "system":
      return systemOf(finding);
    case "rule":
      return finding.rule;
    case "file":
      return `${finding.root}/${finding.file}`;
    case "severity":
      return finding.severity;
  }
}

/** A group of one rule is the risk itself; one level less to open. */
function childrenOf(id: string, grouping: Grouping, findings: readonly LocatedFinding[]): (RiskNode | FindingNode)[] {
  if (grouping === "rule") return findingNodes(id, findings);
  return [...groupBy(findings, ({ finding }) => finding.rule)]
    .map(([rule, members]): RiskNode => {
      const riskId = `${id}/${rule}`;
      return {
        kind: "risk",
        id: riskId,
        rule,
        severity: gravest(members),
        score: scoreOf(members.map(({ finding }) => finding)),
        findings: members,
        children: findingNodes(riskId, members),
      };
    })
    .sort((left, right) => right.score.value - left.score.value || compare(left.rule, right.rule));
}

function findingNodes(parent: string, findings: readonly LocatedFinding[]): FindingNode[] {
  return [...findings]
    .sort(
      ({ finding: left }, { finding: right }) =>
        SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
        compare(left.root, right.root) ||
        compare(left.file, right.file) ||
        left.line - right.line ||
        left.column - right.column,
    )
    .map((located) => {
      const id = `${parent}/${located.finding.fingerprint}`;
      const children = located.finding.path.map(
        (step, index): StepNode => ({
          kind: "step",
          id: `${id}/${index}`,
          located,
          step,
          uri: located.pathUris[index] ?? located.uri,
          index,
          children: [],
        }),
      );
      return { kind: "finding", id, located, children };
    });
}

export function gravest(findings: readonly LocatedFinding[]): Severity {
  return SEVERITIES.find((severity) => findings.some(({ finding }) => finding.severity === severity)) ?? "hint";
}

function gravity({ findings }: GroupNode): number {
  return scoreOf(findings.map(({ finding }) => finding)).value;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
