//! The timelines of a claim in files: what draws them costs a learner who wants none too long to build.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use maud::{DOCTYPE, PreEscaped, html};

use super::{Scene, Side, word};
use crate::ui::output::say;
use verdict::{ascii_wanted, svg};

/// Pixels across of the picture by itself, and beside it.
const WIDTH_PX: u64 = 640;
const MARGIN: u64 = 12;

impl Scene {
    /// Writes a picture, a page, or both.
    pub fn write(&self, picture: Option<&Path>, page: Option<&Path>) -> Result<()> {
        picture.map_or(Ok(()), |path| write(path, &self.svg()))?;
        page.map_or(Ok(()), |path| write(path, &self.page()))
    }

    /// Both pictures in plain text.
    fn text(&self) -> String {
        let side = |Side { whose, picture, .. }: &Side| {
            let picture = picture.as_ref().map(|picture| picture.draw_to(self.span_ms, ascii_wanted()));
            format!("{whose}\n{}\n", picture.unwrap_or_else(|| "  nothing to draw".to_owned()))
        };
        self.sides.iter().map(side).collect::<Vec<_>>().join("\n")
    }

    fn label(&self, side: &Side) -> String {
        format!("{}: {}", side.whose, self.id)
    }

    /// As a picture by itself.
    fn svg(&self) -> String {
        let mut y = 36;
        let mut parts = Vec::new();
        for side in &self.sides {
            let heading = format!("{}: {}", side.whose, word(side.verdict.as_ref()).1);
            let height = side.picture.as_ref().map_or(0, svg::height);
            let picture = side.picture.as_ref();
            let picture = picture.map(|it| svg::svg(it, self.span_ms, &self.label(side)));
            parts.push((y, heading, picture));
            y += 28 + height + 8;
        }
        let width = WIDTH_PX + 2 * MARGIN;
        let drawing = html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {width} {y}")) width=(width) height=(y) {
                title { (verdict::clean(&self.id)) }
                style { (PreEscaped(svg::CSS)) }
                rect width="100%" height="100%" fill="#fff" {}
                text class="heading" x=(MARGIN) y="20" { (verdict::clean(&self.id)) }
                @for (y, heading, picture) in parts {
                    text class="heading" x=(MARGIN) y=(y + 18) { (heading) }
                    @if let Some(picture) = picture {
                        svg x=(MARGIN) y=(y + 28) width=(WIDTH_PX) overflow="visible" { (picture) }
                    }
                }
            }
        };
        drawing.into_string()
    }

    /// As a page that needs nothing else.
    fn page(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (verdict::clean(&self.id)) }
                    style {
                        (PreEscaped(svg::CSS))
                        (PreEscaped("body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:1.5rem auto;padding:0 1rem;\
                            color:#1b1b1b;background:#fff}h1{font-size:1.2rem;overflow-wrap:anywhere}h2{font-size:1rem}\
                            figure{margin:0;max-width:46rem}\
                            pre{overflow-x:auto;background:#f6f6f6;padding:.8rem}.pass{color:#2f6f4f}.fail{color:#a61b1b}"))
                    }
                }
                body {
                    h1 { (verdict::clean(&self.id)) }
                    @for side in &self.sides {
                        @let (class, word) = word(side.verdict.as_ref());
                        section {
                            h2 { (side.whose) ": " span class=(class) { (word) } }
                            @if let Some(picture) = &side.picture {
                                figure { (svg::svg(picture, self.span_ms, &self.label(side))) }
                            } @else {
                                p { "Nothing to draw." }
                            }
                        }
                    }
                    p { (svg::LEGEND) " Both pictures have the same scale." }
                    @for verdict in self.sides.iter().flat_map(|side| &side.verdict) {
                        @if !verdict.message.is_empty() { pre { (verdict::clean(&verdict.text(false))) } }
                    }
                    details {
                        summary { "the pictures as text" }
                        pre { (self.text()) }
                    }
                }
            }
        };
        page.into_string()
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    say(format!("written to {}", path.display()));
    Ok(())
}
