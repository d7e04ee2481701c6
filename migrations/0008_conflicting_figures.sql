-- The figures of claims that are held, in the form in which they compare, so that those
-- that do not meet are found without comparing each with all. Figures that only narrow a
-- claim down have no row: they are in the keys of the others.
create table claim_quantities (
    claim_id uuid not null references claims,
    -- Its place among the claim's quantities.
    ordinal smallint not null,
    measure text not null,
    -- What two figures that compare have in common: a digest of their measure, unit,
    -- currency, rate, role and kind of range, and of their claims' subject and qualifiers.
    key bytea not null,
    -- What is counted, in the form in which two compare; empty where that is not said.
    counted text not null,
    -- The ends; an absent one is infinite. A lower end that is open begins behind its
    -- value, an upper one that is closed ends behind it: so two figures do not meet
    -- exactly where (upper, upper_closed) of one <= (lower, lower_open) of the other.
    lower numeric not null,
    lower_open boolean not null,
    upper numeric not null,
    upper_closed boolean not null,
    -- The first and the last moment that the claim can mean; infinite where not known.
    period_from timestamptz not null,
    period_through timestamptz not null,
    -- The figures of a claim, their replacement, and the claims that have any.
    primary key (claim_id, ordinal)
);
-- The figures that lie below another one.
create index claim_quantities_below on claim_quantities (key, upper, upper_closed);
-- The figures that lie above another one.
create index claim_quantities_above on claim_quantities (key, lower, lower_open);
-- The figures that another one compares with, in the order of their claims.
create index claim_quantities_alike on claim_quantities (key, claim_id);
