// Lists the articles that rest on retracted sources, for the corrections desk.
//
//	go run ./corrections 127.0.0.1:50051
//
// Ends with 2 if there are any, so that a scheduler can tell the desk.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"google.golang.org/grpc"

	pb "claimstore/v1"
)

// The library sends calls again as ErrorReason in error.proto asks for it.
const retries = `{"methodConfig": [{"name": [{}], "retryPolicy": {
	"maxAttempts": 5, "initialBackoff": "0.1s", "maxBackoff": "2s",
	"backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]}}]}`

// page lists some of the articles.
func page(articles pb.ArticleServiceClient, token string) (*pb.ListArticlesResponse, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	yes := true
	return articles.ListArticles(ctx, &pb.ListArticlesRequest{
		Filter:    &pb.ArticleFilter{RestsOnRetracted: &yes},
		PageSize:  100,
		PageToken: token,
	})
}

func main() {
	conn, err := grpc.Dial(os.Args[1], grpc.WithInsecure(), grpc.WithDefaultServiceConfig(retries))
	if err != nil {
		log.Fatal(err)
	}
	articles, token, code := pb.NewArticleServiceClient(conn), "", 0
	// A page can be empty while more follow.
	for isFirst := true; isFirst || token != ""; isFirst = false {
		found, err := page(articles, token)
		if err != nil {
			log.Fatal(err)
		}
		for _, it := range found.GetArticles() {
			fmt.Println(it.GetName(), it.GetUri(), it.GetHeadline())
			code = 2
		}
		token = found.GetNextPageToken()
	}
	os.Exit(code)
}
