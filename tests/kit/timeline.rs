//! The pictures, drawn to the letter.

use tokio_katas::probe::{End, Row, Timeline, Verdict};

fn ended(name: &str, called: u64, started: Option<u64>, end: Option<(u64, End)>) -> Row {
    Row { called_ms: Some(called), started_ms: started, ended: end, ..Row::new(name) }
}

#[track_caller]
fn expect_drawing(timeline: &Timeline, ascii: bool, expected: &str) {
    let drawn = timeline.draw(ascii);
    assert!(drawn.lines().all(|line| line.chars().count() <= 80), "wider than 80 columns:\n{drawn}");
    let expected = expected.trim_start_matches('\n');
    assert_eq!(drawn, expected, "\ndrawn:\n{drawn}\nexpected:\n{expected}");
}

fn every_kind() -> Timeline {
    let rows = [
        Row::bar("done", 0, 20),
        ended("instant", 10, Some(10), Some((10, End::Finished))),
        ended("late poll", 5, Some(10), Some((15, End::Finished))),
        ended("cancelled", 0, Some(0), Some((10, End::Dropped))),
        ended("panicked", 0, Some(0), Some((5, End::Panicked))),
        ended("unpolled", 0, None, Some((10, End::Dropped))),
        ended("open", 15, Some(15), None),
        Row::new("never"),
        Row { marks: vec![0, 5, 5, 20], ..Row::new("source") },
        Row { note: "could have started at 10 ms".to_owned(), ..Row::bar("noted", 15, 20) },
    ];
    Timeline::of(&rows, 20)
}

#[test]
fn every_kind_of_row_has_a_form_of_its_own() {
    let expected = "
             0         5         10        15        20 ms
  done       ████████████████████████████████████████
  instant                        ▏
  late poll            ··········██████████
  cancelled  ████████████████████×
  panicked   ██████████!
  unpolled   ····················×   never polled
  open                                     ██████████▶
  never         never started
  source     ●         2                             ●
  noted                                    ██████████
             could have started at 10 ms
";
    expect_drawing(&every_kind(), false, expected);
}

#[test]
fn the_ascii_form_has_no_other_letters() {
    let drawn = every_kind().draw(true);
    assert!(drawn.is_ascii(), "{drawn}");
    let expected = "
            0         10        20        30 ms
  job 0     ##########
  job 1     ####################x
  job 2               ..........
";
    let rows = [
        Row::bar("job 0", 0, 10),
        ended("job 1", 0, Some(0), Some((20, End::Dropped))),
        ended("job 2", 10, Some(20), Some((30, End::Finished))),
    ];
    let expected = expected.replace("          ..........\n", "          ..........##########\n");
    expect_drawing(&Timeline::of(&rows, 30), true, &expected);
}

#[test]
fn a_long_story_is_drawn_to_scale() {
    let expected = "
            0         2000      4000      6000      8000      10000 ms
  job 0     ██
  job 1     █████████████████████████████████████████
";
    let rows = [Row::bar("job 0", 0, 400), Row::bar("job 1", 0, 8200)];
    expect_drawing(&Timeline::of(&rows, 8200), false, expected);
}

#[test]
fn a_deadlock_is_drawn_up_to_its_last_event_and_a_little_more() {
    let expected = "
            0         5         10        15        20 ms
  job 0     ████████████████████
  job 1                         ····················▶   never polled
";
    let rows = [Row::bar("job 0", 0, 10), ended("job 1", 10, None, None)];
    expect_drawing(&Timeline::of(&rows, 3_600_000), false, expected);
}

#[test]
fn nothing_in_no_time_is_drawn_too() {
    let expected = "
            0 ms
  job 0     ▏
";
    expect_drawing(&Timeline::of(&[Row::bar("job 0", 0, 0)], 0), false, expected);
}

/// The row with a remark is what the reader must see, wherever it stands.
#[test]
fn more_than_twenty_rows_are_summed_up() {
    let mut rows: Vec<Row> = (0..100).map(|job| Row::bar(format!("job {job}"), 0, 1)).collect();
    rows[90].note = "late".to_owned();
    let drawn = Timeline::of(&rows, 1).draw(false);
    assert_eq!(drawn.lines().count(), 1 + 19 + 1, "{drawn}");
    assert!(drawn.contains("job 90") && drawn.contains("late"), "{drawn}");
    assert!(drawn.ends_with("… and 81 more\n"), "{drawn}");
}

#[test]
fn names_and_notes_of_any_length_keep_to_80_columns() {
    let row = Row { note: "n".repeat(200), ..Row::bar("name".repeat(20), 0, 1_000_000_000) };
    let drawn = Timeline::of(&[row], 0).draw(false);
    assert!(drawn.lines().all(|line| line.chars().count() <= 80), "{drawn}");
}

#[test]
fn a_verdict_survives_its_json() {
    let verdict = Verdict {
        timeline: Some(every_kind()),
        ms: 20,
        ..Verdict::new("a::b::c", tokio_katas::probe::Reason::Assert, "two\nlines \"quoted\" \u{1b}")
    };
    let json = verdict.to_json();
    assert_eq!(json.lines().count(), 1);
    assert_eq!(Verdict::from_json(&json), Some(verdict));
    assert_eq!(Verdict::from_json("{}"), None);
    assert_eq!(Verdict::from_json("no json"), None);
}
