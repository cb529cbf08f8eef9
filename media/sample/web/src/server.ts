import express from "express";
import { replyRoutes } from "./routes/reply.js";
import { summaryRoutes } from "./routes/summary.js";
import { translateRoutes } from "./routes/translate.js";

const app = express();
app.use(express.json());
app.use(replyRoutes, translateRoutes, summaryRoutes);
app.listen(Number(process.env.PORT ?? 3000));
