//! Pages of the list of claims, beside pgbench with the same select, and deep in the list
//! beside its beginning.

use std::{
    cell::Cell,
    sync::Arc,
    time::{Duration, Instant},
};

use claimstore::wire::pb::{ListClaimsRequest, ListClaimsResponse};
use prost::{Message as _, bytes::Bytes};
use tonic::transport::Channel;

use super::{
    line::{About, Bounds, Line, Run, Unit, beside},
    load::{self, scattered},
    meter::{Work, median},
    pgbench::Scripts,
    raw,
    reads::{GET, Reads, id},
    stage::Stage,
};

pub const LIST: About = About {
    id: "list",
    title: "ListClaims, pages of 100, 8 callers",
    limit: "pgbench, same select, 8 clients",
    counted: "pages",
    bounds: Some(Bounds {
        floor: 0.3,
        goal: 0.5,
        beyond: 0.8,
    }),
    ..GET
};

pub const DEPTH: About = About {
    id: "depth",
    title: "ListClaims, p50 of a page in the middle of the store",
    limit: "p50 of a page at its beginning",
    counted: "pages",
    unit: Unit::Cost,
    bounds: Some(Bounds {
        floor: 1.25,
        goal: 1.1,
        beyond: 1.05,
    }),
};

const PAGE: i32 = 100;

/// Pages that are read in turn.
const PAGES: usize = 50;

/// A page: its token, the page itself, and the last claim before it.
struct Page {
    token: String,
    answer: Bytes,
    after: Option<String>,
}

impl Reads {
    /// Pages that follow each other, after a number of claims.
    async fn pages(&self, skipped: usize, pages: usize) -> Result<Vec<Page>, String> {
        let (mut token, mut after, mut found) = (String::new(), None, Vec::new());
        let mut left = skipped;
        while found.len() < pages {
            let size = if left > 0 { left.min(1_000) } else { 100 };
            let request = ListClaimsRequest {
                page_size: size.try_into().unwrap(),
                page_token: token.clone(),
                ..ListClaimsRequest::default()
            };
            let answer = raw::call(self.channels[0].clone(), request).await?;
            let page = ListClaimsResponse::decode(answer.clone()).map_err(|it| it.to_string())?;
            if left == 0 && page.claims.len() == 100 {
                found.push(Page {
                    token,
                    answer,
                    after,
                });
            } else if page.next_page_token.is_empty() {
                return Err("the store has too few pages".to_owned());
            }
            after = page.claims.last().map(|claim| claim.name.clone());
            left = left.saturating_sub(page.claims.len());
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        Ok(found)
    }

    pub async fn list(&self, stage: &Stage, about: About) -> Line {
        let line = Line::new(about);
        let pages = match self.pages(0, PAGES).await {
            Ok(pages) => Arc::new(pages),
            Err(problem) => {
                return line.failed(problem);
            }
        };
        let scripts = Scripts::new(pages.iter().map(|page| {
            let after = page.after.as_ref();
            let after = after.map_or(String::new(), |it| format!("and id > '{}'", id(it)));
            format!(
                "select id, doc from claims where not is_deleted and merged_into_id is null \
                 {after} order by id limit {}",
                PAGE + 1
            )
        }));
        let run = async || {
            let pages = pages.clone();
            let subject = load::run(
                &self.channels,
                8,
                stage.sizes.time,
                move |channel, number| {
                    let pages = pages.clone();
                    async move { list(channel, &pages[scattered(number, pages.len())]).await }
                },
            );
            let limit = scripts.run(&stage.programs, &self.store.options, 8, stage.sizes.time);
            beside(
                (stage.watching(&self.service), subject),
                (stage.watching_postgres(), limit),
            )
            .await
        };
        line.measure(stage.sizes, run).await
    }

    pub async fn depth(&self, stage: &Stage, about: About) -> Line {
        let line = Line::new(about);
        let depth = stage.sizes.claims / 2;
        let pages = async {
            let first = self.pages(0, PAGES).await?;
            Ok::<_, String>((first, self.pages(depth, PAGES).await?))
        };
        let (first, deep) = match pages.await {
            Ok(pages) => pages,
            Err(problem) => {
                return line.failed(problem);
            }
        };
        println!("the middle is after {depth} claims");
        let run = async || {
            let ratio = Cell::new(f64::NAN);
            let work = self.alternate(stage.sizes.time, [&deep, &first], &ratio);
            let subject = stage.watching(&self.service).measure(work).await?;
            Ok(Run {
                value: ratio.get(),
                subject,
                limit: None,
            })
        };
        line.measure(stage.sizes, run).await
    }

    /// Reads a page of one and of the other in turn for a time. Sets the ratio of the medians.
    async fn alternate(
        &self,
        time: Duration,
        pages: [&[Page]; 2],
        ratio: &Cell<f64>,
    ) -> Result<Work, String> {
        let (begin, mut times) = (Instant::now(), [Vec::new(), Vec::new()]);
        while begin.elapsed() < time {
            for (pages, times) in pages.iter().zip(&mut times) {
                let page = &pages[scattered(times.len(), pages.len())];
                let sent = Instant::now();
                list(self.channels[0].clone(), page).await?;
                times.push(sent.elapsed());
            }
        }
        let count = 2 * times[0].len();
        let [one, other] = times.map(median);
        ratio.set(one.as_secs_f64() / other.as_secs_f64());
        Ok(Work {
            count,
            took: begin.elapsed(),
        })
    }
}

async fn list(channel: Channel, page: &Page) -> Result<usize, String> {
    let request = ListClaimsRequest {
        page_size: PAGE,
        page_token: page.token.clone(),
        ..ListClaimsRequest::default()
    };
    match raw::call(channel, request).await? == page.answer {
        true => Ok(1),
        false => Err("a page is not as it was".to_owned()),
    }
}
