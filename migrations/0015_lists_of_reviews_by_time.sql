-- no-transaction
-- squawk-disable-assume-in-transaction
-- The list of reviews in the order of their times.
create index concurrently if not exists reviews_by_time on reviews (review_time, id);
