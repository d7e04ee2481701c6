//! PictureService.

use tonic::{Request, Response, Status};

use crate::{
    api::{
        Api,
        method::{
            read::read_options,
            write::{finish, finish_read},
        },
    },
    app::read::picture::{Drawn, Wanted},
    domain::{resource::Name, value::Checker},
    picture::kind::PictureKind,
    store::read::View,
    wire::{pb, servers::picture_service_server::PictureService, value::read},
};

#[tonic::async_trait]
impl PictureService for Api {
    async fn render_picture(
        &self,
        request: Request<pb::RenderPictureRequest>,
    ) -> Result<Response<pb::RenderPictureResponse>, Status> {
        let pb::RenderPictureRequest {
            name,
            kind,
            theme,
            show_deleted,
            read_time,
        } = request.into_inner();
        let mut check = Checker::new();
        let name = read::name(&mut check, "name", &name);
        let kind = read::optional(&mut check, "kind", kind);
        let theme = read::optional(&mut check, "theme", theme);
        let options = read_options(&mut check, View::Basic, show_deleted, read_time);
        let drawn = name.and_then(|name| Some((name, read_kind(&mut check, name, kind)?)));
        if let Some((_, kind)) = drawn
            && options.moment.is_some()
            && !kind.has_history()
        {
            check.report_at("read_time", "is not for this kind of picture");
        }
        finish(check, ())?;
        let (name, kind) = finish_read(Checker::new(), drawn)?;
        let wanted = Wanted {
            name,
            kind,
            theme,
            options,
        };
        // As further pages of the log are, a history is read from the primary.
        let is_history = kind == PictureKind::Timeline;
        let drawn = self.read_page(is_history, |app| async move { app.picture(wanted).await });
        let Drawn {
            picture,
            is_truncated,
        } = drawn.await?;
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        Ok(Response::new(pb::RenderPictureResponse {
            svg: picture.svg,
            kind: read::number(kind),
            shown_count: count(picture.shown),
            grouped_count: count(picture.grouped),
            truncated: is_truncated,
        }))
    }
}

/// What the picture of a resource shows.
fn read_kind(check: &mut Checker, name: Name, given: Option<PictureKind>) -> Option<PictureKind> {
    let Some(natural) = PictureKind::natural(name.kind()) else {
        check.report_at("name", "is not the name of a claim, a source or an article");
        return None;
    };
    let kind = given.unwrap_or(natural);
    if !kind.suits(name.kind()) {
        check.report_at("kind", "is not a picture of this kind of resource");
        return None;
    }
    Some(kind)
}
