/** Methods that by their names change neither their receiver nor their arguments: no new version is made of those. */

const NAMES = new Set(
  (
    "length size count isEmpty isBlank trim strip concat format formatted matches hashCode equals equalsIgnoreCase name ordinal " +
    "stream iterator entrySet keySet values clone run sleep print println printf info debug warn error trace log exists " +
    "charAt repeat lines chars intern orElse orElseThrow orElseGet text content builder newBuilder create of from"
  ).split(" "),
);
const PREFIXES =
  /^(?:get|is|has|to|as|contains|indexOf|lastIndexOf|substring|starts|ends|compare|parse|valueOf|find|split|replace|join|copyOf)(?:[A-Z]|$)/;

export function isPureMethod(name: string): boolean {
  return NAMES.has(name) || PREFIXES.test(name);
}
