/** Data types that no third party should receive by default, and providers that are no third party. */
import type { AnalysedCall } from "../../flow/analysedCall.js";

/** Credentials, government ids, card numbers, health and biometric records: the words of data-type ids that say so on their own. */
const SENSITIVE_WORDS = [
  "cred|credentials?|passwords?|passphrase|(access|auth|refresh|bearer)-token|(private|api|secret)-key|client-secret|connection-string",
  "gov|government|ssn|social-security|passport|(national|tax)-id|driv(er|ing)s?-licen[cs]e",
  "(credit|debit|payment)-card|card-(number|security)|cvv",
  "health|medical|patient|diagnosis|biometric|bio|genetic",
];
const SENSITIVE = new RegExp(`(^|[.-])(${SENSITIVE_WORDS.join("|")})([.-]|$)`);

export function sensitiveTypes(types: readonly string[]): readonly string[] {
  return types.filter((type) => SENSITIVE.test(type.replaceAll("_", "-")));
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
