//! Reads what pictures show, and draws them. Everything is read as other calls read it: a picture
//! has nothing that its caller could not read.

mod article;
mod claim;
mod figures;
mod history;
mod loading;
mod source;

use self::loading::Loading;
use super::survivor::{in_order, require_found};
use crate::{
    app::{App, Error, turns::LONG_BYTES},
    domain::resource::Name,
    picture::{canvas::Picture, kind::PictureKind, theme::Theme},
    store::read::ReadOptions,
    wire::document,
};

/// A picture that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// What it is of.
    pub name: Name,
    /// What it shows.
    pub kind: PictureKind,
    /// Its colours, or those that the viewer prefers.
    pub theme: Option<Theme>,
    /// What is read.
    pub options: ReadOptions,
}

/// A picture that was drawn.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The picture.
    pub picture: Picture,
    /// Whether there is more than was read.
    pub is_truncated: bool,
}

impl App {
    /// Draws a picture. It is long work, and done in turns.
    pub async fn picture(&self, wanted: Wanted) -> Result<Drawn, Error> {
        let app = self.clone();
        let drawing = async move { app.draw(wanted).await };
        self.turns().work(LONG_BYTES, drawing).await?
    }

    async fn draw(self, wanted: Wanted) -> Result<Drawn, Error> {
        let Wanted {
            name,
            kind,
            theme,
            options,
        } = wanted;
        let names = [name];
        let found = self.survivors(name.kind(), &names, options).await?;
        require_found(&names, &found)?;
        let docs = found.into_iter();
        let docs = docs.map(|(name, survivor)| (name, survivor.answered(options.view)));
        let docs = in_order(&names, &docs.collect())?;
        let doc = docs.first().ok_or_else(|| Error::NotFound(vec![name]))?;
        let stored = document::decode(name.kind(), doc)?;
        let mut loading = Loading::new(&self, options, stored.stamp.is_deleted());
        let picture = match kind {
            PictureKind::Evidence => loading.evidence(&stored, theme).await?,
            PictureKind::Reach => loading.reach(&stored, theme).await?,
            PictureKind::Standings => loading.standings(&stored, theme).await?,
            PictureKind::Timeline => loading.timeline(&stored, theme).await?,
            PictureKind::Figures => loading.figures(&stored, theme).await?,
        };
        Ok(Drawn {
            picture,
            is_truncated: loading.is_truncated(),
        })
    }
}
