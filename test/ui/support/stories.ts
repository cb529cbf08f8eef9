/** Tests that tell a story in the real editor: the same in every version, one running editor for all of them. */
import { EDITORS, type EditorName } from "../../host/editors.js";
import { Session } from "./session.js";

/** Longer than any step waits by itself, so that the step says what it waited for. */
const STEP_MINUTES = 5;

export interface StoryOptions {
  /** Folders open in Restricted Mode until somebody trusts them. */
  readonly restricted?: true;
}

/** `tell` writes the tests; `session` gives the running editor inside of them. */
export function stories(who: string, tell: (session: () => Session, name: EditorName) => void, { restricted }: StoryOptions = {}): void {
  for (const name of EDITORS) {
    describe(`${who} in ${name} VS Code`, function () {
      this.timeout(STEP_MINUTES * 60_000);
      let running: Session | null = null;

      before(async () => {
        running = await Session.start(name, restricted === undefined);
      });
      afterEach(async function () {
        if (this.currentTest?.state === "failed") await running?.picture(this.currentTest.title);
      });
      after(() => running?.stop());

      tell(() => {
        if (!running) throw new Error("The editor is not running.");
        return running;
      }, name);
    });
  }
}
