//! An index of several archives is the same in whatever order they came, grew or were merged.

use std::path::{Path, PathBuf};

use morgue::index::{self, Extent, Options, Part, Vanished};
use proptest::prelude::{ProptestConfig, Strategy, any, prop, proptest};

use super::{FILES, Pace, Record, Step, answers, assert_same, cases, file, line, options, step};
use super::{build, take, write};

/// What the two archives are called; in the order of names the second comes first.
const NAMES: [&str; 2] = ["weir", "mill"];

/// A step in one of the archives, and whether the other is away meanwhile.
#[derive(Clone, Debug)]
struct Turn {
    archive: usize,
    step: Step,
    other_is_away: bool,
}

fn turn() -> impl Strategy<Value = Turn> {
    (0..2_usize, step(), any::<bool>()).prop_map(|(archive, step, other_is_away)| Turn {
        archive,
        step,
        other_is_away,
    })
}

fn named(archive: usize, vanished: Vanished, pace: Pace) -> Options {
    Options {
        name: Some(NAMES[archive].parse().expect("it is a good name")),
        ..options(vanished, pace)
    }
}

/// Two archives, half of whose articles are the same.
fn begin(folder: &Path) -> [PathBuf; 2] {
    [0, 1].map(|number| {
        let archive = folder.join(format!("archive{number}"));
        std::fs::create_dir_all(archive.join("a")).expect("folders can be made");
        write(&archive.join("whole.jsonl"), &line(900 + number, 0));
        for seed in 0..FILES {
            write(
                &file(&archive, seed),
                &line(seed + number * FILES / 2, number),
            );
        }
        archive
    })
}

/// Takes the turns, and compares with what is built of the archives at the end in the other order,
/// and with what is merged of an index of each.
fn check(turns: &[Turn], last: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let archives = begin(folder.path());
    let index = |name: &str| folder.path().join(name);
    let update = |archive: usize, index: &Path, vanished, pace| {
        let options = named(archive, vanished, pace);
        build(&archives[archive], index, options, pace);
    };
    let grown = index("grown");
    update(0, &grown, Vanished::Kept, Pace::Whole);
    for turn in turns {
        take(&turn.step, &archives[turn.archive]);
        if let Step::Index(vanished, pace) = turn.step {
            let (other, away) = (&archives[1 - turn.archive], index("away"));
            if turn.other_is_away {
                std::fs::rename(other, &away).expect("it can go");
            }
            update(turn.archive, &grown, vanished, pace);
            if turn.other_is_away {
                std::fs::rename(&away, other).expect("it can come back");
            }
        }
    }
    update(1 - last, &grown, Vanished::Pruned, Pace::Whole);
    update(last, &grown, Vanished::Pruned, Pace::Whole);
    let fresh = index("fresh");
    update(last, &fresh, Vanished::Kept, Pace::Whole);
    update(1 - last, &fresh, Vanished::Kept, Pace::Whole);
    let expected = answers(&fresh);
    assert_same("grown", &answers(&grown), &expected);
    let (name, options) = (
        named(last, Vanished::Kept, Pace::Whole),
        options(Vanished::Kept, Pace::Whole),
    );
    index::forget(&grown, &name.name.expect("it has one"), options).expect("it can go");
    let other = index("other");
    update(1 - last, &other, Vanished::Kept, Pace::Whole);
    assert_same("forgotten", &answers(&grown), &answers(&other));
    let parts = [0, 1].map(|archive| {
        let index = index(NAMES[archive]);
        let options = super::options(Vanished::Kept, Pace::Whole);
        build(&archives[archive], &index, options, Pace::Whole);
        let name = NAMES[archive].parse().ok();
        Part { index, name }
    });
    let merged = index("merged");
    let options = super::options(Vanished::Kept, Pace::Whole);
    index::merge(&parts, &merged, options, &mut |_| {}).expect("they can be merged");
    assert_same("merged", &answers(&merged), &expected);
    let checkup = index::check(&merged, Extent::Whole, &mut |_| {}).expect("it is there");
    assert_eq!(checkup.damage, []);
    // A run over a merged index reads only what has changed.
    for archive in [0, 1] {
        let options = named(archive, Vanished::Kept, Pace::Whole);
        assert_eq!(build(&archives[archive], &merged, options, Pace::Whole), 0);
    }
}

/// The other archive's record is the article's next one, and cannot be read when it is needed.
#[test]
fn an_article_whose_other_archive_is_away_is_held_as_that_one_has_it_once_it_is_back() {
    use Record::Article;
    let turn = |archive, step, other_is_away| Turn {
        archive,
        step,
        other_is_away,
    };
    let index = |archive, away| turn(archive, Step::Index(Vanished::Pruned, Pace::Whole), away);
    check(
        &[
            turn(1, Step::Write(50, vec![Article(1, 1)]), false),
            turn(0, Step::Write(50, vec![Article(1, 2)]), false),
            index(0, false),
            index(1, false),
            turn(1, Step::Delete(50), false),
            index(1, true),
        ],
        0,
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases().div_ceil(8), max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_of_two_archives_gives_the_index_of_a_fresh_build(
        turns in prop::collection::vec(turn(), 1..25), last in 0..2_usize,
    ) {
        check(&turns, last);
    }
}
