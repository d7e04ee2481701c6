-- Reviews of desks that publish no date. Without one, a review counts as older than any other
-- of its desk.
alter table reviews alter column review_time drop not null;
