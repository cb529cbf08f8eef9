import { Router } from "express";
import { complete } from "../llm.js";
import { translatePrompt } from "../prompts.js";
import { screen } from "../screen.js";

const LANGUAGES: Record<string, string> = { de: "German", fr: "French", it: "Italian" };

export const translateRoutes = Router();

translateRoutes.post("/translate", async (request, response) => {
  const language = LANGUAGES[request.body.language];
  if (language === undefined) {
    response.status(400).json({ error: "unknown language" });
    return;
  }
  const answer = await complete("translate", translatePrompt(language), screen(request.body.text));
  response.json({ answer });
});
