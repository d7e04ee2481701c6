//! Splits a page of an export into bundles that an import takes.

use uuid::Uuid;

use crate::{domain::resource::Name, store::log::ExportedDoc};

/// A bundle has at most this many resources, and bytes unless it has a single resource. An
/// import of it depends on what they refer to, and every reference takes some 45 bytes: so
/// it stays below what a transaction can depend on.
const RESOURCES_MAX: usize = 100;
const BYTES_MAX: usize = 64 << 10;

/// The things that sources are the same as are short, so they are counted.
const SAME_AS_MAX: usize = 500;

/// The resources of one bundle.
pub(super) struct Chunk {
    pub(super) docs: Vec<(Name, Vec<u8>)>,
    /// The id of the last one.
    pub(super) last: Uuid,
}

/// Splits a page into bundles.
pub(super) fn chunks(docs: Vec<ExportedDoc>) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let (mut bytes, mut same_as) = (0, 0);
    for ExportedDoc { name, doc, stamps } in docs {
        bytes += doc.len();
        same_as += stamps.same_as;
        let last = name.uuid();
        match chunks.last_mut() {
            Some(chunk)
                if chunk.docs.len() < RESOURCES_MAX
                    && bytes <= BYTES_MAX
                    && same_as <= SAME_AS_MAX =>
            {
                chunk.docs.push((name, doc));
                chunk.last = last;
            }
            _ => {
                (bytes, same_as) = (doc.len(), stamps.same_as);
                let docs = vec![(name, doc)];
                chunks.push(Chunk { docs, last });
            }
        }
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Timestamp, resource::SourceId},
        wire::stamps::Stamps,
    };

    fn doc(id: u128, bytes: usize, same_as: usize) -> ExportedDoc {
        ExportedDoc {
            name: Name::Source(SourceId::new(Uuid::from_u128(id))),
            doc: vec![0; bytes],
            stamps: Stamps {
                update_time: Timestamp::UNIX_EPOCH,
                is_deleted: false,
                is_merged: false,
                version: 0,
                same_as,
            },
        }
    }

    fn sizes(docs: Vec<ExportedDoc>) -> Vec<usize> {
        chunks(docs).iter().map(|chunk| chunk.docs.len()).collect()
    }

    #[test]
    fn a_bundle_ends_at_each_of_its_bounds() {
        let many = |count, bytes, same_as| (0..count).map(|id| doc(id, bytes, same_as)).collect();
        assert_eq!(sizes(Vec::new()), [] as [usize; 0]);
        assert_eq!(sizes(many(205, 10, 0)), [100, 100, 5]);
        assert_eq!(sizes(many(5, BYTES_MAX / 2, 0)), [2, 2, 1]);
        assert_eq!(sizes(many(3, BYTES_MAX + 1, 0)), [1, 1, 1]);
        assert_eq!(sizes(many(60, 10, 20)), [25, 25, 10]);
    }

    #[test]
    fn a_bundle_knows_its_last_resource() {
        let chunks = chunks((0..150).map(|id| doc(id, 10, 0)).collect());
        let last: Vec<u128> = chunks.iter().map(|it| it.last.as_u128()).collect();
        assert_eq!(last, [99, 149]);
    }
}
