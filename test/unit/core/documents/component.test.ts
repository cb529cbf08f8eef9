/** Components of Vue and Svelte: their scripts and what their markup does with names of the scripts. */
import assert from "node:assert/strict";
import { openDocument } from "../../../../src/core/documents/document.js";

function open(path: string, text: string) {
  const { code, map, language, codePath } = openDocument(path, text);
  assert.ok(map);
  return { code, map, language, codePath, text };
}

/** Statements that stand for markup, with what they stand for in the file. */
function markup(path: string, text: string): string[] {
  const { code, map } = open(path, text);
  return code
    .split("\n")
    .filter((line) => line.includes("document."))
    .map((line) => {
      const start = code.indexOf(line);
      return `${line.replace('document.createElement("input")', "element")} <- ${text.slice(map.toFile(start), map.endToFile(start, start + line.length))}`;
    });
}

describe("components", () => {
  it("of Vue are their scripts, those of the module first", () => {
    const text = `<template><p>{{ a }}</p></template>\n<script setup lang="ts">b();</script>\n<!-- <script>no()</script> -->\n<script lang='ts' >\na();\n</script>\n<style>c{}</style>`;
    const { code, map, language, codePath } = open("App.vue", text);
    assert.equal(code, "\na();\n\nb();\n");
    assert.deepEqual([language, codePath], ["typescript", "App.vue.ts"]);
    assert.deepEqual(map.position(code.indexOf("b()")), { line: 2, column: 25 });
    assert.deepEqual(map.position(code.indexOf("a()")), { line: 5, column: 1 });
  });

  it("of Svelte too, in the language that they name", () => {
    const text = `<script>b();</script>\n<script context="module">a();</script>\n<p>{b}</p>`;
    assert.deepEqual([open("a.svelte", text).code, open("a.svelte", text).language], ["a();\nb();\n", "javascript"]);
    assert.equal(open("a.vue", '<script lang="tsx">x</script>').codePath, "a.vue.tsx");
    assert.equal(open("a.vue", '<script lang="coffee">x</script>').code, "");
    assert.equal(open("a.vue", '<script type="application/ld+json">{}</script>').code, "");
    assert.equal(open("a.vue", "<script>never closed").code, "");
  });

  it("bind, listen and show HTML in templates of Vue", () => {
    const text = `<template>
  <input v-model.trim="form.name" v-model="a + b" v-model=bare>
  <Chat @send="ask" @click.once="go(1); stop()" v-on:key-up="(e) => ask(e)" @empty="" :title="x > 1" v-html="answer"/>
  <template #footer><b v-model="inner"></b></template>
</template>`;
    assert.deepEqual(markup("a.vue", text), [
      'form.name = element.value; <- form.name"',
      'element.addEventListener("send", ask); <- @send="ask',
      'element.addEventListener("click", ($event) => { go(1); stop() }); <- @click.once="go(1); stop()',
      'element.addEventListener("key-up", (e) => ask(e)); <- v-on:key-up="(e) => ask(e)',
      'element.innerHTML = (answer); <- v-html="answer',
      'inner = element.value; <- inner"',
    ]);
    assert.deepEqual(markup("a.vue", '<template lang="pug">\ninput(v-model="a")\n</template>'), []);
  });

  it("bind, listen and show HTML in markup of Svelte", () => {
    const text = `<input bind:value={text} bind:this={node} {...rest}>
<input bind:value on:input|trusted={(e) => { set(e.target.value) }} onclick={go} on:click />
{#if a < b}<p class="x {a}">{@html marked("}" + a)}</p>{/if}`;
    assert.deepEqual(
      markup("a.svelte", text).map((line) => line.split(" <- ")[0]),
      [
        "text = element.value;",
        "value = element.value;",
        'element.addEventListener("input", (e) => { set(e.target.value) });',
        'element.addEventListener("click", go);',
        'element.innerHTML = (marked("}" + a));',
      ],
    );
  });

  it("show what stands in the file for what was written", () => {
    const { code, map } = open("a.svelte", "<textarea bind:value={text} />");
    const start = code.indexOf("document");
    assert.equal(map.shownAt(start, code.indexOf(";")), "bind:value={text}");
    assert.equal(map.shownAt(0, 4), null);
  });

  it("take edits of their scripts alone", () => {
    const text = `<template><input v-model="a"></template><script setup>let a;</script>`;
    const { code, map } = open("a.vue", text);
    assert.deepEqual(map.toFileEdit(4, 5, "b"), { start: text.indexOf("a;"), end: text.indexOf("a;") + 1, text: "b", encoded: false });
    assert.equal(map.toFileEdit(code.indexOf("document"), code.indexOf("document") + 8, "b"), null);
  });
});
