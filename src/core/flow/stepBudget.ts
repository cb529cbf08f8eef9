/**
 * Places that the walks of one analysis may look at. Where a thousand calls share their surroundings, each would walk through
 * all of them again: once so much has been looked at in all, what is further away than the nearest is left out, and that is said.
 */

/** Places looked at before walks are cut shorter: more than repositories of some hundred calls take. */
const FREELY = 1_000_000;

/** Places that a walk may look at from then on. */
const SPARINGLY = 2_000;

export class StepBudget {
  private spent = 0;

  /** How many places the next walk may look at. */
  upTo(most: number): number {
    return this.spent < FREELY ? most : Math.min(most, SPARINGLY);
  }

  spend(steps: number): void {
    this.spent += steps;
  }
}
