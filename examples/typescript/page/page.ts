// Shows, while somebody types in a CMS, which known claims the text repeats, and what desks found.
//
//     npm run page && npx esbuild --servedir=page --serve=3000 --serve-fallback=page/index.html
//     claimstore serve --web-origins http://localhost:3000
//
// and then http://localhost:3000/?server=http://127.0.0.1:50051

import { ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { ClaimView } from "../gen/claimstore/v1/claim_pb.js";
import { Verdict } from "../gen/claimstore/v1/review_pb.js";
import { SearchService } from "../gen/claimstore/v1/search_service_pb.js";
import { retries } from "../retries.js";

const baseUrl = new URL(location.href).searchParams.get("server") ?? "http://127.0.0.1:50051";
const transport = createGrpcWebTransport({ baseUrl, interceptors: [retries] });
const search = createClient(SearchService, transport);
const draft = document.querySelector<HTMLTextAreaElement>("#draft")!;
const found = document.querySelector("#found")!;
const failed = document.querySelector("#failed")!;
let asked = new AbortController();

async function show(text: string, signal: AbortSignal): Promise<void> {
  const options = { signal, timeoutMs: 10_000 };
  const view = ClaimView.WITH_STANDING;
  const response = await search.matchClaims({ texts: [{ text }], minConfidence: 0.5, view }, options);
  const matches = response.texts[0].passages.flatMap((passage) => passage.matches);
  const items = matches.map(({ claim, confidence }) => {
    const verdicts = claim?.standing?.verdicts ?? [];
    const said = verdicts.map((it) => `${it.author}: ${Verdict[it.verdict]}`).join("; ");
    const item = document.createElement("li");
    // Never as HTML: it is what others wrote.
    item.textContent = `${Math.round(100 * confidence)} % ${claim?.statement} ${said}`;
    return item;
  });
  found.replaceChildren(...items);
}

draft.addEventListener("input", async () => {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  try {
    failed.textContent = "";
    if (draft.value.trim() !== "") {
      await show(draft.value, signal);
    }
  } catch (error) {
    if (!signal.aborted) {
      failed.textContent = ConnectError.from(error).rawMessage;
    }
  }
});
