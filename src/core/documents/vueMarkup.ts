/** Directives of a Vue template that move data: `v-model`, `@event`, `v-html`. */
import type { CodeBuilder } from "./codeMap.js";
import { ASSIGNABLE, writeBinding, writeListener, writeRawHtml } from "./domCode.js";
import { tagsIn } from "./markup.js";

export function writeVueMarkup(builder: CodeBuilder, markup: string): void {
  for (const { attributes } of tagsIn(markup)) {
    for (const one of attributes) {
      if (one.delimiter !== '"' && one.delimiter !== "'") continue;
      const { name, value, valueStart } = one;
      if (value.trim() === "") continue;
      const end = valueStart + value.length;
      const event = /^(?:@|v-on:)([\w:-]+)/.exec(name)?.[1];
      if (/^v-model\b/.test(name)) {
        if (ASSIGNABLE.test(value)) writeBinding(builder, markup, one, valueStart, end);
      } else if (event !== undefined) writeListener(builder, event, one);
      else if (name === "v-html") writeRawHtml(builder, one.start, valueStart, end);
    }
  }
}
