/** What moves data in Svelte's markup: `bind:value`, `on:event` and `onevent`, `{@html …}`. */
import type { CodeBuilder } from "./codeMap.js";
import { ASSIGNABLE, writeBinding, writeListener, writeRawHtml } from "./domCode.js";
import { braceEnd, tagsIn } from "./markup.js";

/** Bindings to what a person types or chooses; others are about the element itself. */
const TYPED = /^bind:(?:value|group|files|innerText|textContent|innerHTML)$/;

export function writeSvelteMarkup(builder: CodeBuilder, markup: string): void {
  for (const { attributes } of tagsIn(markup)) {
    for (const one of attributes) {
      const { name, value, valueStart, delimiter } = one;
      const event = /^on(?::([\w:-]+)|([a-z]+)$)/.exec(name);
      if (TYPED.test(name)) {
        // `bind:value` alone binds the variable of that name.
        const start = delimiter === "{" ? valueStart : one.start + "bind:".length;
        const end = delimiter === "{" ? valueStart + value.length : one.start + name.length;
        if (ASSIGNABLE.test(markup.slice(start, end))) writeBinding(builder, markup, one, start, end);
      } else if (event && delimiter === "{" && value.trim() !== "") writeListener(builder, (event[1] ?? event[2]) as string, one);
    }
  }
  for (const found of markup.matchAll(/\{@html\s/g)) {
    const end = braceEnd(markup, found.index) - 1;
    if (end > 0) writeRawHtml(builder, found.index, found.index + found[0].length, end);
  }
}
