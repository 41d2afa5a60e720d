//! The class as a page and as a table, and what it finds hard: from a class that is made up.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use scraper::{ElementRef, Html, Selector};
use sha2::{Digest, Sha256};

use super::*;

fn page(class: &Value) -> (String, Html) {
    let (text, _) = report(class, "html", None);
    let page = Html::parse_document(&text);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    (text, page)
}

fn all<'a>(page: &'a Html, what: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(what).expect("a selector")).collect()
}

/// The words of an element and all in it, as one line.
fn words(element: ElementRef) -> String {
    let text = element.text().collect::<Vec<_>>().join(" ");
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace(" /", "/").replace(" ,", ",").replace(":: ", "::")
}

#[test]
fn the_page_shows_the_class_and_each_submission() {
    let (_, page) = page(&seven());
    let head: Vec<String> = all(&page, ".matrix thead th").into_iter().map(words).collect();
    assert_eq!(head, ["submission", "points", "tiny", "total", "pair"]);
    assert!(all(&page, ".matrix th").iter().all(|th| th.attr("scope").is_some()));
    let rows: Vec<String> = all(&page, ".matrix tbody tr").into_iter().map(words).collect();
    assert_eq!(rows.len(), 7);
    assert_eq!(rows[0], "alice 5/5 ✓ 3/3 ✓ 2/2");
    assert_eq!(rows[1], "bob 2/5 ◐ 0/3 ✓ 2/2");
    assert_eq!(rows[3], "dave, \"d\" 0/5 ○ 0/3 ○ 0/2");
    assert!(rows[4].ends_with("2/5 ✗ 0/3 ✓ 2/2"), "{rows:?}");
    assert_eq!(rows[5], "+frank 2/5 ⊘ 0/3 ✓ 2/2");
    let cell = all(&page, ".matrix td a")[2];
    assert_eq!(
        (cell.attr("aria-label"), cell.attr("href")),
        (Some("◐ 0/3: some claims hold"), Some("#s2-1"))
    );
    let foot: Vec<String> = all(&page, ".matrix tfoot td").into_iter().map(words).collect();
    assert_eq!(foot, ["14%", "14%", "71%"]);

    let bob = all(&page, "#s2-1")[0];
    assert_eq!(
        words(bob.select(&Selector::parse("h4").expect("a selector")).next().expect("a heading")),
        "◐ total 0 of 3, 1 of 3 claims hold"
    );
    // Both cases say the same, so it is said once.
    let failed: Vec<ElementRef> = all(&page, "#s2-1 > .claim");
    assert_eq!(failed.len(), 1);
    assert!(failed[0].attr("open").is_some());
    let failed = words(failed[0]);
    for part in [
        "2 claims assert",
        "it ended 10 ms too late",
        ONE_BY_ONE,
        "Timeline of it_waits::case_1_short",
        "job 0: 0 to 10 ms, at 5 ms",
    ] {
        assert!(failed.contains(part), "{part}: {failed}");
    }
    assert_eq!(words(all(&page, "li#s2-1-2")[0]), "it_waits::case_1_short, case_2_long");
    assert!(all(&page, "#s2-1 > .held")[0].attr("open").is_none(), "what holds is folded");
    assert_eq!(words(all(&page, "#s1-1 > .held ul")[0]), "it_adds it_waits::case_1_short, case_2_long");
    // The same picture again is not drawn again.
    assert_eq!(all(&page, "#s2 g[id], [aria-labelledby=s2] g[id]").len(), 1);
    let uses = all(&page, "use");
    assert_eq!(uses.len(), 1, "carol's is bob's");
    assert_eq!(all(&page, uses[0].attr("href").expect("a place")).len(), 1);
    assert_eq!(
        all(&page, "#s6-1 pre").into_iter().map(|pre| pre.text().collect::<String>()).collect::<String>(),
        "katas/tiny.rs:3: does not compile\n\nerror[E0308]\n  <b>"
    );
}

#[test]
fn kinds_of_mistakes_are_counted_and_a_cause_is_counted_without_them() {
    let class = seven();
    let (_, page) = page(&class);
    let tables = all(&page, "[aria-labelledby=hard] table");
    let commonest: Vec<String> =
        tables[0].select(&Selector::parse("tbody tr").expect("a selector")).map(words).collect();
    assert_eq!(commonest, ["2 one by one : one after the other (katas/tiny.md) 2 × tiny::total"]);
    let (_, said) = report(&class, "json", Some(10));
    assert!(said.contains("    2  one by one: one after the other\n       in tiny::total 2\n"), "{said}");
    // Of the two cases, that which shows it best comes first.
    let mut bob: Graded = serde_json::from_value(class["submissions"][1].clone()).expect("a submission");
    let level = &mut bob.katas[0].levels[0];
    assert_eq!(level.failed().next().map(|claim| claim.id.as_str()), Some(CLAIMS[2]));
    let numbers: Vec<usize> = level.failed_by_number().map(|(number, _)| number).collect();
    assert_eq!(numbers, [2, 1]);
    level.claims[2].message.cause = format!("{ONE_BY_ONE}. A known mistake fails just like this: it waits");
    let mut tally = Tally::default();
    tally.add(&bob);
    let hardest = tally.statistics.hardest_claims(1);
    assert_eq!(hardest[0].count.usual(), (vec![(ONE_BY_ONE, 1)], 0));
}

#[test]
fn the_page_needs_nothing_and_can_be_read_by_anybody() {
    let (text, page) = page(&seven());
    let style = all(&page, "style")[0].text().collect::<String>();
    let policy = all(&page, "meta[http-equiv=Content-Security-Policy]")[0].attr("content").expect("a policy");
    let hash = BASE64_STANDARD.encode(Sha256::digest(&style));
    assert_eq!(
        policy,
        format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
    );
    assert!(!style.contains("url(") && !style.contains("@import"));
    expect_inert(&page);

    for what in [
        "html[lang=en]",
        "meta[name=viewport]",
        "header",
        "header nav[aria-label]",
        "main#main",
        "h1",
        "table.matrix caption",
    ] {
        assert_eq!(all(&page, what).len(), 1, "{what}");
    }
    assert!(all(&page, "svg[role=img]").iter().all(|svg| {
        svg.first_child().is_some_and(|it| it.value().as_element().is_some_and(|it| it.name() == "title"))
    }));
    assert!(
        all(&page, "svg").iter().all(|svg| svg.attr("role").is_some() || svg.attr("aria-hidden").is_some())
    );
    assert!(all(&page, "th").iter().all(|th| th.attr("scope").is_some()));
    assert_eq!(
        all(&page, "a")[0].attr("href"),
        Some("#main"),
        "the first stop of the keyboard skips to the grades"
    );
    assert!(
        text.contains("@media print")
            && text.contains("prefers-color-scheme")
            && text.contains("max-width: 40rem")
    );
    // Headings go down one level at a time.
    let mut last = 0;
    for heading in all(&page, "h1, h2, h3, h4, h5, h6") {
        let level = heading.value().name()[1..].parse::<u32>().expect("a number");
        assert!(level <= last + 1, "{}", words(heading));
        last = level;
    }
}

/// Nothing that runs, loads or leads elsewhere; every link has its one target.
fn expect_inert(page: &Html) {
    let known: BTreeSet<&str> = "html head meta title style body a header main nav section h1 h2 h3 h4 p b ul li dl dt dd div span small \
        table caption thead tbody tfoot tr th td details summary code pre bdi figure svg desc g line text tspan rect circle use"
        .split_whitespace()
        .collect();
    let mut ids = BTreeMap::new();
    let mut targets = BTreeSet::new();
    for element in all(page, "*") {
        let element = element.value();
        assert!(known.contains(element.name()), "<{}>", element.name());
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && name != "style" && name != "src", "{name}={value}");
            match name {
                "id" => *ids.entry(value.to_owned()).or_insert(0) += 1,
                "href" => {
                    targets.insert(
                        value
                            .strip_prefix('#')
                            .unwrap_or_else(|| panic!("{value} leads elsewhere"))
                            .to_owned(),
                    );
                }
                "aria-labelledby" => {
                    targets.insert(value.to_owned());
                }
                _ => {}
            }
        }
    }
    assert!(ids.values().all(|&times| times == 1), "{ids:?}");
    let lost: Vec<_> = targets.iter().filter(|target| !ids.contains_key(*target)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn hostile_text_is_only_text() {
    let (text, page) = page(&seven());
    expect_inert(&page);
    let visible = all(&page, "body")[0].text().collect::<String>();
    assert!(visible.contains(HOSTILE), "it is shown as it is");
    for c in HIDDEN.chars().filter(|c| !c.is_ascii_graphic()) {
        assert!(!text.contains(c), "{c:?}");
    }
    let name = all(&page, ".matrix tbody th")[4];
    assert!(name.text().collect::<String>().starts_with("=eve</style></pre>"), "{}", words(name));
    assert_eq!(all(&page, ".matrix tbody th bdi").len(), 7, "a name cannot turn what stands beside it");
    let drawn = all(&page, "svg .note").into_iter().map(words).collect::<String>();
    assert!(drawn.contains("<script>alert(1)</script>"), "{drawn}");
}

#[test]
fn one_submission_has_a_page_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&seven(), "html", &folder.path().join("{name}.html"), None);
    let text = fs::read_to_string(folder.path().join("bob.html")).expect("a page");
    let page = Html::parse_document(&text);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    expect_inert(&page);
    assert_eq!(
        (all(&page, ".matrix").len(), all(&page, "#hard").len(), all(&page, ".submission").len()),
        (0, 0, 1)
    );
    let levels: Vec<String> = all(&page, ".levels a").into_iter().map(words).collect();
    assert_eq!(levels, ["◐ total 0/3, some claims hold", "✓ pair 2/2, passed"]);
}

#[test]
fn the_table_can_be_read_back() {
    let (text, _) = report(&seven(), "csv", None);
    assert!(text.ends_with("\r\n") && !text.starts_with('\u{feff}'));
    let mut table = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    assert_eq!(
        table.headers().expect("a head"),
        vec!["name", "points", "max_points", "tiny::total", "tiny::pair", "reasons", "problem"]
    );
    let rows: Vec<Vec<String>> =
        table.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows.len(), 7);
    assert_eq!(rows[0], ["alice", "5", "5", "3", "2", "", ""]);
    assert_eq!(rows[1], ["bob", "2", "5", "0", "2", "assert 2", ""]);
    assert_eq!(rows[3][0], "dave, \"d\"");
    assert_eq!(rows[3][5], "not_started 4");
    assert!(rows[4][0].starts_with("'=eve</style>"), "{}", rows[4][0]);
    assert_eq!(rows[5][0], "'+frank");
    assert_eq!(
        rows[6],
        ["nobody", "0", "5", "0", "0", "bad_submission 4", "'=cmd|' /C calc'!A0 holds no katas"]
    );
    let formula = |cell: &String| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    assert!(!rows.iter().flatten().any(formula), "{rows:?}");
}

#[test]
fn what_a_class_finds_hard_is_counted() {
    let (page, said) = report(&seven(), "html", Some(10));
    let said: Vec<&str> = said.lines().map(str::trim).collect();
    let page = Html::parse_document(&page);
    let listed: Vec<String> = all(&page, ".list tbody tr").into_iter().map(words).collect();
    // The first is the only kind of mistake.
    let listed = &listed[1..];
    // Judged: alice, bob, carol and eve; dave has not begun, frank's does not compile, nobody has none.
    let waits = [format!("2 × {ONE_BY_ONE}"), format!("1 × {DETACHED}")];
    assert_eq!(listed[0], format!("3 of 4, 75% tiny::total::it_waits {} {}", waits[0], waits[1]));
    assert_eq!(listed[1], format!("1 of 4, 25% tiny::total::it_adds {}", format_args!("1 × {DETACHED}")));
    // Frank began it.
    assert_eq!(listed[2], "4 of 5, 80% tiny::total");
    assert_eq!(
        listed[3..],
        [
            "7 assert in 3 submissions",
            "4 bad_submission in 1 submission",
            "4 not_started in 1 submission",
            "3 compile_error in 1 submission"
        ]
    );

    let at = |line: &str| {
        said.iter().position(|it| *it == line).unwrap_or_else(|| panic!("{line:?} in {said:#?}"))
    };
    assert!(at("3 of 4     75%  tiny::total") < at("1 of 4     25%  tiny::total"));
    let first = at("3 of 4     75%  tiny::total");
    assert_eq!(said[first + 1], "it_waits");
    assert!(said[first + 2].starts_with("2 × awaiting one after the other"), "{said:#?}");
    at("4 of 5     80%  tiny::total");
    at("3  compile_error, in 1 submission");

    let (_, said) = report(&seven(), "csv", Some(1));
    assert!(said.contains("it_waits") && !said.contains("it_adds"), "{said}");
    let (markdown, said) = report(&seven(), "markdown", None);
    assert!(!said.contains("fail most"), "only if asked for: {said}");
    let hard = markdown.find("3 of 4     75%  tiny::total").expect("it is there, too");
    assert!(
        markdown.find("| alice").expect("a row") < hard && hard < markdown.find("### bob").expect("details")
    );

    let (_, said) = report(&class(&[submission("alice", total(holds), pair())]), "csv", Some(10));
    assert!(!said.contains("fail most"), "nothing is hard: {said}");
}

#[test]
fn a_page_stays_small() {
    let submissions: Vec<Value> = (0..10).map(|nth| long(&format!("student {nth}"), "said this")).collect();
    let (text, _) = report(&class(&submissions), "html", None);
    assert!(text.len() < 10 * 50_000, "{} bytes for 10 times 500 claims", text.len());
    // One whose every failure is as long as may be.
    let (text, _) = report(&class(&[long("flood", &"<".repeat(8000))]), "html", None);
    assert!(text.len() < 700_000 && text.contains("the JSON report has it all"), "{}", text.len());
}

#[test]
fn a_broken_run_says_so_on_top() {
    let mut broken = seven();
    broken["sandbox"]["claims"] = "unsandboxed".into();
    broken["submissions"][1]["katas"][0]["levels"][0]["claims"][0] = json!({
        "id": CLAIMS[0], "status": "error", "reason": "harness_error", "message": "the grader failed here",
        "timeline": null, "ms": 0,
    });
    let (_, page) = page(&broken);
    let alarms: Vec<String> = all(&page, ".alarm").into_iter().map(words).collect();
    assert_eq!(alarms.len(), 2);
    assert!(alarms[0].contains("failed at 1 submission.") && alarms[1].contains("Unsandboxed"), "{alarms:?}");
    assert!(words(all(&page, ".matrix tbody tr")[1]).contains("! 0/3"));
}

/// Of more than a hundred submissions each is on one page, in order, and the page on the class leads to them all.
#[test]
fn a_large_class_has_a_page_for_each_hundred() {
    let name = |nth: usize| format!("student-{nth:03} {}", "n".repeat(80));
    let wrong = |id: &str| fails(id, "assert", "it adds up to 3");
    let one = |nth: usize| {
        if nth.is_multiple_of(2) {
            submission(&name(nth), total(holds), pair())
        } else {
            submission(&name(nth), total(wrong), pair())
        }
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| fs::read_to_string(folder.path().join(name)).expect("a page");
    write(&class(&(0..250).map(one).collect::<Vec<_>>()), "html", &folder.path().join("my class.html"), None);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 4);
    let text = file("my class.html");
    let index = Html::parse_document(&text);
    assert!(index.errors.is_empty(), "{:?}", index.errors);
    let links: Vec<&str> =
        all(&index, "section.class tbody a").iter().filter_map(|a| a.attr("href")).collect();
    assert_eq!(links, ["my class-1.html", "my class-2.html", "my class-3.html"]);
    let rows: Vec<String> = all(&index, "section.class tbody tr").into_iter().map(words).collect();
    assert_eq!(rows[2], format!("{} to {} 25 of 50 70%", name(200), name(249)));
    assert!(text.contains("What the class finds hard") && text.contains("125 of 250, 50%"));
    let mut seen = Vec::new();
    for link in links {
        let text = file(link);
        let page = Html::parse_document(&text);
        assert!(page.errors.is_empty(), "{:?}", page.errors);
        assert_eq!(all(&page, "nav a")[0].attr("href"), Some("my class.html"));
        let sections: Vec<String> = all(&page, "section.submission h2 bdi").into_iter().map(words).collect();
        let rows: Vec<String> = all(&page, ".matrix tbody th").into_iter().map(words).collect();
        assert_eq!(rows, sections);
        for a in all(&page, "a").iter().filter_map(|a| a.attr("href")).filter(|href| href.starts_with('#')) {
            assert_eq!(all(&page, &format!("[id='{}']", &a[1..])).len(), 1, "{a} leads nowhere");
        }
        seen.extend(sections);
    }
    assert_eq!(seen, (0..250).map(name).collect::<Vec<_>>());
    // With a hundred pages it stays far below a megabyte.
    assert!(text.len() < 64 << 10, "{}", text.len());

    // A hundred are one page, as before.
    let folder = tempfile::tempdir().expect("a folder");
    write(&class(&(0..100).map(one).collect::<Vec<_>>()), "html", &folder.path().join("class.html"), None);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}
