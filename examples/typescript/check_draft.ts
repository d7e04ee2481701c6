// Checks a draft before it is published: which of its sentences repeat a claim that was refuted, is
// disputed, or was retracted?
//
//     npx tsx check_draft.ts http://127.0.0.1:50051 draft.txt
//
// Ends with 2 if there is something to look at, so that a pipeline can stop there.

import { readFileSync } from "node:fs";
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { ClaimView, type Claim } from "./gen/claimstore/v1/claim_pb.js";
import { Verdict } from "./gen/claimstore/v1/review_pb.js";
import { SearchService } from "./gen/claimstore/v1/search_service_pb.js";
import { retries } from "./retries.js";

// Of matches with this confidence, about four in five are right.
const minConfidence = 0.8;

function concerns({ standing, retraction }: Claim): string[] {
  const found = (standing?.verdicts ?? [])
    .filter((it) => it.verdict !== Verdict.TRUE && it.verdict !== Verdict.MOSTLY_TRUE)
    .map((it) => `${it.author}: ${Verdict[it.verdict]}`);
  return [
    ...found,
    ...(standing?.disputed ? ["disputed"] : []),
    ...(retraction ? [`retracted: ${retraction.reason}`] : []),
  ];
}

async function main(server: string, file: string): Promise<number> {
  const text = readFileSync(file, "utf8");
  const transport = createGrpcTransport({ baseUrl: server, interceptors: [retries] });
  const search = createClient(SearchService, transport);
  const response = await search.matchClaims(
    { texts: [{ text }], minConfidence, showRetracted: true, view: ClaimView.WITH_STANDING },
    { timeoutMs: 10_000 },
  );
  // Positions count code points.
  const points = Array.from(text);
  let count = 0;
  for (const { start, end, matches } of response.texts[0].passages) {
    for (const { claim, confidence } of matches) {
      const found = claim ? concerns(claim) : [];
      if (claim && found.length > 0) {
        count += 1;
        console.log(`“${points.slice(start, end).join("").trim()}”`);
        console.log(`  ${confidence.toFixed(2)} ${claim.statement}\n  ${found.join("; ")}`);
      }
    }
  }
  console.log(`${count} to look at`);
  return count > 0 ? 2 : 0;
}

process.exitCode = await main(process.argv[2], process.argv[3]);
