/** Rows that a query chooses by their nearness to an embedding are retrieved text, whatever database keeps them. */
import type { DetectedCall } from "../calls/modelCalls.js";
import { gather } from "../controls/relatedValues.js";
import { type FunctionFacts, LiteralKind, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, type Node, fileOf, nodeOf, rowOf } from "../link/program.js";

/** Functions around an embedding call that are entered: `embed(text)` of the application's own. */
const MAXIMUM_DEPTH = 3;

/** Distances of vectors as SQL and query builders write them. */
const BY_DISTANCE = /order\s+by[^;]*(?:<=>|<->|<#>|<\+>)|\b(?:vector_?distance|vec_distance\w*|cosine_?distance|l2_?distance)\b/i;
/** The same operators order places on a map. */
const BY_PLACE = /\b(?:geom\w*|st_\w+|point)\b/i;

export class EmbeddedQueries {
  private known = new Map<Node, boolean>();
  private generation = -1;

  constructor(
    private readonly pointsTo: PointsTo,
    private readonly modelCalls: ReadonlyMap<Node, DetectedCall>,
  ) {}

  /** True when what the rows of `value` are chosen by holds an embedding, or a distance of one. */
  chooses(file: LoadedFile, value: ValueId): boolean {
    const { generation } = this.pointsTo.program;
    if (generation !== this.generation) {
      this.known = new Map();
      this.generation = generation;
    }
    const node = nodeOf(file.number, value);
    let chosen = this.known.get(node);
    if (chosen === undefined) {
      chosen = this.holds(file, [value], 0);
      this.known.set(node, chosen);
    }
    return chosen;
  }

  private holds(file: LoadedFile, values: readonly ValueId[], depth: number): boolean {
    const { view } = file;
    const further: ValueId[] = [];
    for (const one of gather(file, values, new Set()).values) {
      switch (view.op(one)) {
        case Op.Literal:
          if (view.b(one) === LiteralKind.String && isByDistance(view.string(view.a(one)))) return true;
          break;
        case Op.Call:
          if (this.modelCalls.get(nodeOf(file.number, one))?.operation === "embedding" || this.returnsEmbedding(file, one, depth))
            return true;
          break;
        case Op.AfterCall:
          // `cursor.execute(query, (embedding,))`, and the rows are read from the cursor.
          if (view.c(one) === NONE) further.push(...file.arguments(view.b(one)).map((argument) => argument.value));
          break;
        case Op.Function:
          // `OrderBy(row => row.Embedding.Distance(embedding))`
          further.push(...(file.facts.functions[view.a(one)] as FunctionFacts).returns);
          break;
        default:
      }
    }
    return further.length > 0 && depth < MAXIMUM_DEPTH && this.holds(file, further, depth + 1);
  }

  private returnsEmbedding(file: LoadedFile, call: ValueId, depth: number): boolean {
    if (depth >= MAXIMUM_DEPTH) return false;
    for (const ref of this.pointsTo.of(file, file.view.a(call)).functions) {
      const target = this.pointsTo.program.file(fileOf(ref));
      const { returns } = target.facts.functions[rowOf(ref)] as FunctionFacts;
      if (returns.length > 0 && this.holds(target, returns, depth + 1)) return true;
    }
    return false;
  }
}

function isByDistance(text: string): boolean {
  return BY_DISTANCE.test(text) && !BY_PLACE.test(text);
}
