-- The list of appearances of one form, of all claims.
create index appearances_of_form on appearances (form, id);
-- The list of appearances of one modality, of all claims.
create index appearances_of_modality on appearances (modality, id);
