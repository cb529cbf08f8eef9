const DESK = "You answer customers of an insurance company. Never promise a payment.";

export function replyPrompt(tone: string): string {
  return `${DESK} Write in this tone: ${tone}.`;
}

export function translatePrompt(language: string): string {
  return `Translate the customer's message into ${language}. Answer with the translation alone.`;
}
