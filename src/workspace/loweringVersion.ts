/** Hash of everything that turns text into facts, put in by the build: cached facts of another build are never read. */

declare const PARAPET_LOWERING: string | undefined;

/** True in a bundle. Code that runs from source may change under a cache, so it does not use one unasked. */
export const IS_BUNDLE = typeof PARAPET_LOWERING === "string";

export const LOWERING_VERSION: string = typeof PARAPET_LOWERING === "string" ? PARAPET_LOWERING : "source";

declare const PARAPET_ANALYSIS: string | undefined;

/** The same of everything that a result depends on. */
export const ANALYSIS_VERSION: string = typeof PARAPET_ANALYSIS === "string" ? PARAPET_ANALYSIS : "source";
