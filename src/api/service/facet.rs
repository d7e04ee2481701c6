//! Facets of a search: which fields claims are counted by, and the counts.

use crate::{
    domain::{resource::Name, value::Checker},
    store::read::list::{ClaimFacet, FacetCounts, FacetValue},
    wire::{pb, value::read},
};

/// How many there are, each of which may be asked for once.
const FACETS_MAX: usize = 7;

/// Reads the fields by which claims are counted.
pub(super) fn read_all(check: &mut Checker, facets: &[i32]) -> Vec<ClaimFacet> {
    if facets.len() > FACETS_MAX {
        let description = format!("has {} elements; at most {FACETS_MAX} fit", facets.len());
        check.report_at("facets", description);
        return Vec::new();
    }
    let mut known = Vec::with_capacity(facets.len());
    for (index, number) in facets.iter().enumerate() {
        let field = format!("facets[{index}]");
        match read::optional(check, &field, *number) {
            Some(facet) if known.contains(&facet) => check.report_at(&field, "is there twice"),
            Some(facet) => known.push(facet),
            None if *number == 0 => check.report_at(&field, "is required"),
            None => {}
        }
    }
    known
}

/// Writes the counts of a field.
pub(super) fn write((facet, counts): &(ClaimFacet, FacetCounts)) -> pb::FacetCounts {
    let values = counts.values.iter().map(|(value, count)| pb::FacetValue {
        value: write_value(value),
        count: *count,
    });
    pb::FacetCounts {
        facet: read::number(*facet),
        values: values.collect(),
        omitted_count: counts.left_out,
    }
}

fn write_value(value: &FacetValue) -> String {
    match value {
        FacetValue::Verdict(verdict) => {
            let verdict = pb::Verdict::try_from(i32::from(verdict.code()));
            verdict.unwrap_or_default().as_str_name().to_owned()
        }
        FacetValue::Type(claim_type) => {
            let claim_type = pb::ClaimType::try_from(i32::from(claim_type.code()));
            claim_type.unwrap_or_default().as_str_name().to_owned()
        }
        FacetValue::Text(text) => text.clone(),
        FacetValue::Source(source) => Name::Source(*source).to_string(),
        FacetValue::Flag(holds) => holds.to_string(),
    }
}
