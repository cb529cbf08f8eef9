/** JSON schema of `.ai-risk/policy.yaml` for editors: completion and hover texts. `syntaxes/policy.schema.json` is written from it. */
import { rules } from "../rules/rules.js";
import { DELEGABLE, PHASES, PROTECTIONS, SCOPES, SEVERITIES, TIERS } from "./layerReader.js";
import { CLASSIFICATIONS } from "./levels.js";

const FUNCTION_NAME = {
  type: "string",
  pattern: "^[^\\s()*]+$",
  description: "Name as it is called, such as redact or AuditTrail.record.",
};
const MODULE = {
  type: "string",
  minLength: 1,
  description: "Module that declares it, as imports write it. Without it the name counts wherever it is declared.",
};

export function policySchema(): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Parapet policy",
    description: "What data may go to which model, which functions sanitise and audit, and how grave findings are. Reviewed like code.",
    type: "object",
    required: ["version"],
    additionalProperties: false,
    properties: {
      version: { const: 1, description: "Version of this format." },
      classes: {
        type: "object",
        description:
          "Classes of data by name: a variable, field, parameter or type, with * for any letters (customerNotes, Patient.*). Declaring any class makes data without one a warning.",
        additionalProperties: level("Class of data with this name."),
      },
      providers: {
        type: "object",
        description:
          'The highest class that a receiver may get. The key is a provider id (openai), a host (*.openai.azure.com) or "*" for all others; the most specific entry decides. Without an entry nothing is checked.',
        additionalProperties: {
          anyOf: [
            level("Clearance in every phase."),
            {
              type: "object",
              description: "Clearance for each phase; a phase without one is not checked.",
              additionalProperties: false,
              minProperties: 1,
              properties: Object.fromEntries(PHASES.map((phase) => [phase, level(PHASE_WORDS[phase])])),
            },
          ],
        },
      },
      sanitizers: {
        type: "array",
        description: "Your own functions that make data less dangerous.",
        items: {
          type: "object",
          required: ["name", "tier"],
          additionalProperties: false,
          properties: {
            name: FUNCTION_NAME,
            module: MODULE,
            tier: {
              enum: TIERS,
              description:
                "removes: takes instructions or personal data out, or refuses them. narrows: only a closed set comes through. limits: only length or encoding; named, but data stays untrusted.",
            },
            protects: {
              enum: PROTECTIONS,
              description:
                "What it helps against, when it is only one of the two: prompt-injection (instructions in the data) or personal-data.",
            },
          },
        },
      },
      audit: {
        type: "array",
        description: "Your own functions that write an audit record of a model call.",
        items: {
          anyOf: [
            FUNCTION_NAME,
            { type: "object", required: ["name"], additionalProperties: false, properties: { name: FUNCTION_NAME, module: MODULE } },
          ],
        },
      },
      rules: {
        type: "object",
        description:
          "Severity of every finding of a rule, or off. Findings of medium confidence are at most warnings and those of low confidence hints, whatever stands here.",
        additionalProperties: false,
        properties: Object.fromEntries(
          rules.map(({ meta }) => [meta.id, { enum: SEVERITIES, description: `${meta.title}. ${meta.description}` }]),
        ),
      },
      scopes: {
        type: "array",
        description: "Kinds of files that rules look at besides product code, which is always looked at. Calls are listed in all of them.",
        items: { enum: SCOPES },
      },
      exclude: {
        type: "array",
        description: "Globs, relative to the root, of files that are not analysed at all: nothing in them is listed or found.",
        items: { type: "string", minLength: 1 },
      },
      delegate: {
        type: "array",
        description:
          "Keys that workspace settings may loosen. Without it they may only tighten: raise severities, lower clearances, add classes and scopes.",
        items: { enum: [...DELEGABLE, ...rules.map(({ meta }) => `rules.${meta.id}`)] },
      },
    },
  };
}

const PHASE_WORDS: Readonly<Record<(typeof PHASES)[number], string>> = {
  inference: "For prompts and everything else sent to get an answer.",
  training: "For training and fine-tuning: what a model has learnt cannot be taken back.",
  embedding: "For embeddings and vector stores.",
  safety: "For moderation and guard models.",
};

function level(description: string): object {
  return { enum: [...CLASSIFICATIONS, ...CLASSIFICATIONS.map((name) => name.toLowerCase())], description };
}
