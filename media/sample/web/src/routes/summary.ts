import { Router } from "express";
import { findClaim } from "../claims.js";
import { complete } from "../llm.js";
import { completeLocally } from "../localModel.js";
import { screen } from "../screen.js";

const SUMMARISE = "Summarise this medical finding for a claims handler in three sentences.";

export const summaryRoutes = Router();

summaryRoutes.post("/claims/:id/summary", async (request, response) => {
  const claim = await findClaim(request.params.id);
  const summary = claim ? await complete("summary", SUMMARISE, screen(claim.diagnosis)) : "";
  response.json({ summary });
});

summaryRoutes.post("/claims/:id/local-summary", async (request, response) => {
  const claim = await findClaim(request.params.id);
  const summary = claim ? await completeLocally("local-summary", SUMMARISE, screen(claim.diagnosis)) : "";
  response.json({ summary });
});
