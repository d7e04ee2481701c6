// What a page sees of calls: what a write and an error carry, and a stream. browser.mjs runs it.

import { ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { ChangeService, ResourceKind } from "../gen/claimstore/v1/change_pb.js";
import { SourceKind, SourceService } from "../gen/claimstore/v1/source_pb.js";
import { BadRequestSchema, ErrorInfoSchema } from "../gen/google/rpc/error_details_pb.js";

async function edges(baseUrl: string) {
  const transport = createGrpcWebTransport({ baseUrl });
  const sources = createClient(SourceService, transport);
  let position: string | null = null;
  const source = { kind: SourceKind.PERSON, displayName: "Ada" };
  const created = await sources.createSource(
    { source, requestId: crypto.randomUUID() },
    { headers: { "x-claimstore-actor": "page" }, onHeader: (it) => (position = it.get("x-claimstore-position")) },
  );
  const read = await sources.getSource({ name: created.name }, { headers: { "x-claimstore-position": position! } });
  const failed = await sources.createSource({}).catch(ConnectError.from);
  const error = failed instanceof ConnectError ? failed : undefined;
  const stop = new AbortController();
  const watched: string[] = [];
  const changes = createClient(ChangeService, transport);
  const filter = { kinds: [ResourceKind.SOURCE], concerns: created.name };
  for await (const response of changes.watchChanges({ filter, snapshot: true }, { signal: stop.signal })) {
    watched.push(...response.changes.map((it) => it.actor));
    if (watched.length > 0) {
      break;
    }
  }
  stop.abort();
  return {
    position: position !== null,
    name: read.displayName,
    reason: error?.findDetails(ErrorInfoSchema)[0]?.reason,
    fields: error?.findDetails(BadRequestSchema)[0]?.fieldViolations.map((it) => it.field),
    requestId: error?.metadata.get("x-request-id") !== null,
    watched,
  };
}

Object.assign(window, { edges });
