import assert from "node:assert/strict";
import { blocksOf, body, functionNamed, lowerJava, returned } from "./javaFacts.js";

describe("Java expressions", () => {
  it("resolve escapes, and strip the indent of text blocks", async () => {
    assert.equal(await body('return "a\\tb\\u0041\\"";'), '"a\\tbA\\""');
    assert.equal(await body('return """\n      Hello\n        you\n      """;'), '"Hello\\n  you\\n"');
  });

  it("fold long concatenations without recursion", async () => {
    const sum = Array.from({ length: 3000 }, () => '"x"').join(" + ");
    const facts = await lowerJava(`class C { String f() { return ${sum}; } }`);
    assert.equal(facts.syntaxError, -1);
    assert.equal(functionNamed(facts, "f").returns.length, 1);
  });

  it("keep the version of a local that reaches", async () => {
    assert.equal(await body('String x = p; x = "clean"; return x;'), '"clean"');
    assert.equal(await body('String x = p; if (q == null) x = "a"; return x;'), 'Choice("a" | param p)');
  });

  it("write entries of maps under their keys", async () => {
    assert.equal(await body('return Map.of("role", p);'), "{role: param p}");
    assert.match(await body('var m = new HashMap<String, String>(); m.put("role", p); return m;'), /StoreElement\(.*"role".*param p\)/);
  });

  it("choose between the values of a switch", async () => {
    const value = await body('return switch (p) { case "a" -> "one"; case "b" -> { yield "two"; } default -> throw new X(); };');
    assert.equal(value, 'Choice("one" | "two")');
  });

  it("bind names of patterns", async () => {
    assert.equal(await body("if (p instanceof String s && s.length() > 1) return s; return null;"), "param p as String\nnull");
  });

  it("take method references for the method", async () => {
    assert.equal(await body("return String::trim;"), "global String.trim");
    assert.equal(await body("return Message::new;"), "global Message");
  });

  it("give a lambda its captures", async () => {
    assert.match(await body("return q.stream().map(one -> one + p);"), /map\(fn\d+\)$/);
  });

  it("read elements of what is iterated over, also when it is not there", async () => {
    assert.match(await returned("class C { String f(String[] xs) { for (var x : xs) return x; return null; } }"), /param xs\[\*\]/);
  });

  it("know the ways out of try, catch and finally", async () => {
    const blocks = await blocksOf(
      "class C { void f() { try (var in = open()) { read(in); } catch (A | B e) { log(e); } finally { close(); } } }",
    );
    assert.match(blocks, /try\n\s+trybody[\s\S]*open[\s\S]*read[\s\S]*handler[\s\S]*log[\s\S]*finally[\s\S]*close/);
  });
});
