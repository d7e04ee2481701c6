// Lists the disputed claims, with why they are disputed.
//
//     java -cp CLASSPATH ListDisputed 127.0.0.1:50051

import claimstore.v1.Claim;
import claimstore.v1.ClaimFilter;
import claimstore.v1.ClaimServiceGrpc;
import claimstore.v1.ClaimView;
import claimstore.v1.ListClaimsRequest;
import claimstore.v1.ListClaimsResponse;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

public class ListDisputed {
    // The library sends calls again as ErrorReason in error.proto asks for it.
    static final Map<String, ?> RETRIES = Map.of("methodConfig", List.of(Map.of(
        "name", List.of(Map.of()),
        "retryPolicy", Map.of(
            "maxAttempts", 5.0, "initialBackoff", "0.1s", "maxBackoff", "2s",
            "backoffMultiplier", 2.0, "retryableStatusCodes", List.of("UNAVAILABLE")))));

    public static void main(String[] args) throws InterruptedException {
        ManagedChannel channel = ManagedChannelBuilder.forTarget(args[0])
            .usePlaintext().defaultServiceConfig(RETRIES).enableRetry().build();
        var claims = ClaimServiceGrpc.newBlockingStub(channel);
        var request = ListClaimsRequest.newBuilder()
            .setFilter(ClaimFilter.newBuilder().setDisputed(true))
            .setView(ClaimView.CLAIM_VIEW_WITH_STANDING);
        // A page can be empty while more follow.
        do {
            ListClaimsResponse page = claims.withDeadlineAfter(30, TimeUnit.SECONDS).listClaims(request.build());
            for (Claim claim : page.getClaimsList()) {
                System.out.println(claim.getStatement());
                System.out.println("  " + claim.getStanding().getDisputeReasonsList());
            }
            request.setPageToken(page.getNextPageToken());
        } while (!request.getPageToken().isEmpty());
        channel.shutdown().awaitTermination(5, TimeUnit.SECONDS);
    }
}
