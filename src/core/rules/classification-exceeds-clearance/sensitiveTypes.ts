/** Data types that no third party should receive by default, and providers that are no third party. */
import type { AnalysedCall } from "../../flow/analysedCall.js";

/** Data types of the knowledge base whose names leave no doubt, and that harm somebody wherever they get to. */
const SENSITIVE: ReadonlySet<string> = new Set([
  // Credentials
  "access-token",
  "api-key",
  "connection-string",
  "one-time-code",
  "password",
  "private-key",
  // Money
  "bank-account",
  "card-number",
  "card-security-code",
  "credit-record",
  "crypto-wallet",
  "tax-return",
  // What a state gave or knows
  "criminal-record",
  "driver-license",
  "immigration-status",
  "national-id",
  "passport",
  "social-security-number",
  "tax-id",
  "voter-or-military-record",
  // Body and mind
  "biometric-data",
  "diagnosis",
  "genetic-data",
  "health-insurance",
  "mental-or-sexual-health",
  "patient-record",
  // Belief, origin, children
  "child-data",
  "political-opinion",
  "race-or-ethnicity",
  "religion",
  "sexual-orientation",
]);

export function sensitiveTypes(types: readonly string[]): readonly string[] {
  return types.filter((type) => SENSITIVE.has(type));
}

/** Run in this process or on a machine of one's own. */
const LOCAL_PROVIDERS: ReadonlySet<string> = new Set([
  "local",
  "ollama",
  "ctransformers",
  "diffusers",
  "gpt4all",
  "llama-cpp",
  "lmstudio",
  "mlx",
  "onnx",
  "pytorch",
  "sentence-transformers",
  "transformers",
  "trl",
  "unsloth",
  "vllm",
  "whisper",
]);

/** Frameworks and gateways stand before any provider, a local one too. */
const UNTOLD_PROVIDERS: ReadonlySet<string> = new Set(["", "unknown", "langchain", "litellm", "llamaindex", "portkey", "vercel-ai"]);

const LOCAL_HOST =
  /^(localhost|127\.|0\.0\.0\.0|\[?::1|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|host\.docker\.internal)|\.(local|internal)(:\d+)?$|\.svc\.cluster/;

/** False when the model runs here, in the own network, or cannot be told: an unknown receiver is not accused. */
export function isThirdParty(call: AnalysedCall): boolean {
  if (call.host !== null && LOCAL_HOST.test(call.host)) return false;
  return call.operation !== "train" && !LOCAL_PROVIDERS.has(call.provider) && (call.host !== null || !UNTOLD_PROVIDERS.has(call.provider));
}
