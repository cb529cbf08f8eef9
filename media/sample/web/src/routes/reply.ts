import { Router } from "express";
import { complete } from "../llm.js";
import { replyPrompt } from "../prompts.js";
import { screen } from "../screen.js";

export const replyRoutes = Router();

replyRoutes.post("/reply", async (request, response) => {
  const { question, tone } = request.body;
  const answer = await complete("reply", replyPrompt(tone), screen(question));
  response.json({ answer });
});
