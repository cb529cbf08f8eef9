/** Names of C# and Go as other languages write them. */

export function decapitalised(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
