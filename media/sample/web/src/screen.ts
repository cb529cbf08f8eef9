/** Refuses text that tries to give the model orders; what is left is cut to a length that a support question has. */
const ORDERS = /\b(ignore|disregard|forget)\b.{0,40}\b(instructions|prompt|rules)\b/i;

export class Refused extends Error {}

export function screen(text: string): string {
  if (ORDERS.test(text)) throw new Refused("This text cannot be processed.");
  return text.slice(0, 4000);
}
