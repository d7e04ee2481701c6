-- no-transaction
-- squawk-disable-assume-in-transaction
-- The list of reviews in the order of their times. Those without one come first.
create index concurrently if not exists reviews_by_time
    on reviews (coalesce(review_time, '-infinity'), id);
