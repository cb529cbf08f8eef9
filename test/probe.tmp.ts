import { cpSync, readFileSync, rmSync } from "node:fs";
import { Engine } from "../src/server/engine.js";
import { SharedState } from "../src/server/sharedState.js";
async function main() {
  rmSync("/tmp/arn", { recursive: true, force: true });
  cpSync("/tmp/corpus/arneesh__openai-fine-tuning-framework", "/tmp/arn", { recursive: true });
  const file = "/tmp/arn/src/openai_ft/cli.py";
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n");
  lines.splice(208, 0, "    # parapet-classify: internal");
  const edited = lines.join("\n");
  for (const mode of ["session"]) {
    const engine = new Engine(new SharedState(), null);
    let id = 0;
    const ask = async (documents: any[], closed: string[] = []) => {
      let found: any = null;
      await engine.answer(
        {
          id: ++id,
          folders: ["/tmp/arn"],
          workspaceFile: null,
          documents,
          closed,
          changedOnDisk: [],
          reopen: false,
          forgetAll: false,
          leftOut: [],
          focus: null,
        },
        (a: any) => {
          if (a.kind !== "progress") found = a;
        },
      );
      return found;
    };
    const say = (what: string, a: any) =>
      console.log(
        mode,
        what,
        a.kind,
        a.findings?.length,
        a.findings
          ?.filter((f: any) => f.finding.rule === "unsanitized-prompt")
          .map((f: any) => f.finding.severity + f.finding.message.slice(0, 60)),
      );
    if (mode === "session") say("first", await ask([]));
    say("edited", await ask([{ path: file, uri: "file://" + file, version: 1, text: edited }]));
    say("closed", await ask([], [file]));
    const r = await ask([{ path: file, uri: "file://" + file, version: 2, text: text + "\n" }]);
    const f = r.findings.filter((one: any) => one.finding.rule === "unclassified-data-flow");
    for (const one of f) {
      const fixes = await engine.fixes({ kind: "fixes", id: 0, findings: [one.finding], calls: r.calls.map((c: any) => c.call) });
      const classify = fixes.fixes.find((x) => x.kind === "classify")!;
      console.log(one.finding.file, one.finding.line, JSON.stringify(classify?.edits));
      if (one.finding.file.endsWith("cli.py")) {
        const at = classify.edits[0]!;
        const l = text.split("\n");
        l.splice(at.range.start.line, 0, at.text.trimEnd());
        const after = await ask([{ path: file, uri: "file://" + file, version: 3 + one.finding.line, text: l.join("\n") }]);
        say("classified", after);
      }
    }
  }
}
void main();
