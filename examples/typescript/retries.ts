// Sends calls again as ErrorReason in error.proto asks for it.

import { Code, ConnectError, type Interceptor } from "@connectrpc/connect";
import { ErrorInfoSchema, RetryInfoSchema } from "./gen/google/rpc/error_details_pb.js";

const attemptsMax = 5;

/** How long to wait at least before a call is sent again; nothing if that would not help. */
function pause(error: ConnectError): number | undefined {
  const [retry] = error.findDetails(RetryInfoSchema);
  if (retry) {
    const { seconds, nanos } = retry.retryDelay ?? { seconds: 0n, nanos: 0 };
    return Number(seconds) * 1000 + nanos / 1e6;
  }
  // Without a reason, the connection ended before the server answered.
  const isAnswered = error.findDetails(ErrorInfoSchema).length > 0;
  return isAnswered && error.code !== Code.DeadlineExceeded ? undefined : 0;
}

export const retries: Interceptor = (next) => async (request) => {
  for (let attempt = 1, wait = 100; ; attempt += 1, wait = Math.min(2 * wait, 2000)) {
    try {
      return await next(request);
    } catch (thrown) {
      const error = ConnectError.from(thrown);
      const atLeast = pause(error);
      if (atLeast === undefined || request.stream || attempt === attemptsMax) {
        throw error;
      }
      const varied = wait * (0.8 + 0.4 * Math.random());
      await new Promise((resolve) => setTimeout(resolve, Math.max(varied, atLeast)));
    }
  }
};
