//! TransparencyService.

use tonic::{Request, Response, Status};

use crate::{
    api::{
        Api,
        call::{position::position_text, status::status},
        method::write::{finish, finish_read},
    },
    app::read::proof::{Inclusion, Noted, ProofOf},
    domain::value::{Checker, text},
    proof::{merkle::Hash, tile::TilePath},
    store::tree::{checkpoints::Wanted, proved::Held},
    wire::{pb, servers::transparency_service_server::TransparencyService, value::read},
};

/// No position, name or path is longer than this.
const TEXT_MAX: usize = 200;

/// No line of a signature is longer than this.
const SIGNATURE_MAX: usize = 1_000;

#[tonic::async_trait]
impl TransparencyService for Api {
    async fn get_checkpoint(
        &self,
        request: Request<pb::GetCheckpointRequest>,
    ) -> Result<Response<pb::Checkpoint>, Status> {
        let pb::GetCheckpointRequest { size, cosigned } = request.into_inner();
        let mut check = Checker::new();
        read_size(&mut check, "size", size);
        if size > 0 && cosigned {
            check.report_at("cosigned", "is for any size; give one of them");
        }
        finish(check, ())?;
        let wanted = match (size, cosigned) {
            (0, false) => Wanted::Newest,
            (0, true) => Wanted::Cosigned,
            (size, _) => Wanted::OfSize(size),
        };
        let noted = self.app.checkpoint(wanted).await.map_err(status)?;
        Ok(Response::new(self.checkpoint(noted)))
    }

    async fn get_inclusion_proof(
        &self,
        request: Request<pb::GetInclusionProofRequest>,
    ) -> Result<Response<pb::InclusionProof>, Status> {
        let pb::GetInclusionProofRequest {
            position,
            name,
            revision,
            tree_size,
        } = request.into_inner();
        let mut check = Checker::new();
        let size = read_size(&mut check, "tree_size", tree_size);
        if revision < 0 {
            check.report_at("revision", "is negative");
        }
        if position.is_empty() == name.is_empty() {
            check.report_at("name", "is required, or else position; give one of them");
        }
        if revision != 0 && !position.is_empty() {
            let what = "is for a name: a position is that of one change; give one of them";
            check.report_at("revision", what);
        }
        text::check(&mut check, "position", &position, TEXT_MAX);
        let of = match position.is_empty() {
            true => {
                let name = read::name(&mut check, "name", &name);
                ProofOf::Revision(finish_read(check, name)?, revision)
            }
            false => {
                finish(check, ())?;
                ProofOf::Position(self.own_position("position", &position).await?)
            }
        };
        let inclusion = self.app.inclusion(of, size).await.map_err(status)?;
        Ok(Response::new(write(inclusion)?))
    }

    async fn get_consistency_proof(
        &self,
        request: Request<pb::GetConsistencyProofRequest>,
    ) -> Result<Response<pb::ConsistencyProof>, Status> {
        let pb::GetConsistencyProofRequest {
            old_size,
            tree_size,
        } = request.into_inner();
        let mut check = Checker::new();
        let old = read_size(&mut check, "old_size", old_size);
        if old_size == 0 {
            check.report_at("old_size", "is required");
        }
        let size = read_size(&mut check, "tree_size", tree_size);
        let old = finish_read(check, old)?;
        let (size, hashes) = self.app.consistency(old, size).await.map_err(status)?;
        Ok(Response::new(pb::ConsistencyProof {
            old_size,
            tree_size: signed(size),
            hashes: bytes(hashes),
        }))
    }

    async fn get_tile(
        &self,
        request: Request<pb::GetTileRequest>,
    ) -> Result<Response<pb::Tile>, Status> {
        let path = request.into_inner().path;
        let mut check = Checker::new();
        let tile = TilePath::read(&path);
        if tile.is_none() {
            check.report_at("path", "is not one of a tile, such as tile/0/x001/067");
        }
        let tile = finish_read(check, tile)?;
        let data = self.app.tile(tile).await.map_err(status)?;
        Ok(Response::new(pb::Tile { data }))
    }

    async fn cosign_checkpoint(
        &self,
        request: Request<pb::CosignCheckpointRequest>,
    ) -> Result<Response<pb::Checkpoint>, Status> {
        let pb::CosignCheckpointRequest { size, signature } = request.into_inner();
        let mut check = Checker::new();
        read_size(&mut check, "size", size);
        if size == 0 {
            check.report_at("size", "is required");
        }
        if signature.is_empty() {
            check.report_at("signature", "is required");
        }
        text::check(&mut check, "signature", signature.trim_end(), SIGNATURE_MAX);
        finish(check, ())?;
        let noted = self.app.cosign(size, &signature).await.map_err(status)?;
        Ok(Response::new(self.checkpoint(noted)))
    }
}

impl Api {
    fn checkpoint(&self, noted: Noted) -> pb::Checkpoint {
        let keys = self.app.log_keys().verifiers();
        pb::Checkpoint {
            size: noted.signed.size,
            root: noted.checkpoint.root.to_vec(),
            note: noted.note,
            create_time: Some(read::to_timestamp(noted.signed.create_time)),
            verifier_keys: keys.iter().map(ToString::to_string).collect(),
        }
    }
}

/// The size of a tree; 0 is none.
fn read_size(check: &mut Checker, field: &str, size: i64) -> Option<u64> {
    if size < 0 {
        check.report_at(field, "is negative");
    }
    u64::try_from(size).ok().filter(|size| *size > 0)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn bytes(hashes: Vec<Hash>) -> Vec<Vec<u8>> {
    hashes.into_iter().map(|hash| hash.to_vec()).collect()
}

fn write(inclusion: Inclusion) -> Result<pb::InclusionProof, Status> {
    let Inclusion {
        proved,
        size,
        root,
        path,
        record_path,
    } = inclusion;
    let commit = proved.leaf.commit();
    let commit = commit.map_err(|error| status(error.into()))?;
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let record = proved.records.get(proved.index).cloned();
    let (state, salt, content) = match proved.held {
        Held::Kept(content, salt) => (pb::ContentState::Kept, Some(salt), Some(content)),
        Held::Erased => (pb::ContentState::Erased, None, None),
        Held::NotKept(salt) => (pb::ContentState::NotKept, salt, None),
    };
    let version = content.as_ref().map_or(0, |it| it.version);
    Ok(pb::InclusionProof {
        position: position_text(proved.position),
        name: proved.name.map(|name| name.to_string()).unwrap_or_default(),
        revision: proved.revision,
        leaf_index: proved.leaf.index,
        tree_size: signed(size),
        root: root.to_vec(),
        entry: commit.entry(),
        path: bytes(path),
        change_index: count(proved.index),
        change_count: count(proved.records.len()),
        record: record.unwrap_or_default(),
        record_path: bytes(record_path),
        content_state: state.into(),
        salt: salt.unwrap_or_default(),
        content_version: version.into(),
        content: content.map(|it| it.bytes).unwrap_or_default(),
    })
}
