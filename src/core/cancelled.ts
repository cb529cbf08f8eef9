/** Thrown out of the middle of an analysis that nobody waits for any more; what it had found is given up. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}
