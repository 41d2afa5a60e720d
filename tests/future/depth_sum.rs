//! `depth_sum`: async recursion, in which a future holds the futures of its children.

use futures::future::BoxFuture;
use rstest::rstest;
use tokio_katas::Tree;
use tokio_katas::probe::Causes;
use tokio_katas::probe::prelude::*;
use tokio_test::assert_pending;
use tokio_test::task::spawn;

/// A leaf takes 1 ms; a node adds 1 ms to the time of its deepest child.
#[rstest]
#[case::a_leaf(leaf(7), 7, 1)]
#[case::a_leaf_of_zero(leaf(0), 0, 1)]
#[case::one_child(node(1, [leaf(2)]), 3, 2)]
#[case::three_children(node(1, [leaf(2), leaf(3), leaf(4)]), 10, 2)]
#[case::a_chain_of_five(chain(5), 15, 5)]
#[case::two_by_two(node(1, [node(2, [leaf(3), leaf(4)]), node(5, [leaf(6), leaf(7)])]), 28, 3)]
#[claim]
#[tokio::test(start_paused = true)]
async fn d_levels_take_d_ms(#[case] tree: Tree, #[case] sum: u64, #[case] levels: u64) {
    let seen = timed(depth_sum(&tree)).await;
    let one_below_the_other = tree.children.len() < 2;
    seen.gave(
        sum,
        if levels > 3 { "deeper levels left out: a child's sum is that of its whole subtree" } else { SUM },
    );
    if seen.ms < levels {
        seen.took_ms(levels, Causes::both(why_early().await));
    }
    seen.took_ms(levels, if one_below_the_other { SLOW_NODE } else { ONE_BY_ONE });
    expect_no_tasks(LEFT_BEHIND);
}

/// The values are neither times nor indices nor keys: large ones, equal ones, and zeros.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_values_are_added() {
    expect_sum(leaf(u64::MAX), u64::MAX, 1).await;
    expect_sum(node(u64::MAX - 6, [leaf(3), node(0, [leaf(3)]), leaf(0)]), u64::MAX, 3).await;
    expect_sum(node(1 << 63, [leaf(1), leaf((1 << 62) + 1), leaf(1)]), (3 << 62) + 3, 2).await;
    expect_sum(node(5, [leaf(5), leaf(5), node(5, [leaf(5), leaf(5)])]), 30, 3).await;
}

/// The deep child may be anywhere among its siblings.
#[rstest]
#[case::first(0)]
#[case::in_the_middle(2)]
#[case::last(4)]
#[claim]
#[tokio::test(start_paused = true)]
async fn the_deepest_child_decides(#[case] place: usize) {
    let children = (0..5).map(|child| if child == place { chain(6) } else { leaf(100) });
    expect_sum(node(1, children), 1 + 21 + 400, 7).await;
}

/// A thousand children, each with three of its own; five hundred chains of four; and as many children as no answer can
/// know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_wide_tree_takes_no_longer() {
    let many = Rng::of_this_run().thousands() as u64;
    for (tree, sum, levels) in [
        (node(0, (0..1000).map(leaf)), 499_500, 2),
        (node(1, (0..1000).map(|_| node(1, (0..3).map(|_| leaf(1))))), 4001, 3),
        (node(1, (0..500).map(|_| chain(4))), 5001, 5),
        (node(0, (0..many).map(leaf)), many * (many - 1) / 2, 2),
    ] {
        expect_sum_within(tree, sum, levels, SO_MANY_AT_A_TIME).await;
    }
}

#[claim]
#[tokio::test(start_paused = true)]
async fn a_deep_tree_takes_its_levels() {
    expect_sum(chain(100), 5050, 100).await;
}

/// The tree is a local that the call borrows, and its future is `Send`.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_tree_is_only_lent() {
    fn sendable<T: Send>(future: T) -> T {
        future
    }
    let tree = node(1, [chain(3), leaf(10)]);
    let before = tree.clone();
    let half: BoxFuture<'_, u64> = sendable(depth_sum(&tree.children[0]));
    let both = timed(async { tokio::join!(half, depth_sum(&tree)) }).await;
    both.took_ms(4, Causes::of(ONE_BY_ONE, EARLY)).gave((6, 17), SUM);
    expect_eq("the tree afterwards", &(tree == before), &true, "a tree that was changed");
}

/// A neighbour in the same task, where only what was woken is polled again.
#[claim]
#[tokio::test(start_paused = true)]
async fn others_run_while_it_waits() {
    let tree = node(1, [chain(9), leaf(1)]);
    let neighbour = async {
        for _ in 0..5 {
            sleep_ms(1).await;
        }
    };
    let (seen, neighbour) = beside(depth_sum(&tree), timed(neighbour)).await;
    neighbour.took_ms(5, "a thread that is blocked");
    seen.took_ms(10, "a thread that is blocked, or a wake-up that is lost").gave(47, SUM);
}

/// Five levels, dropped after the first poll and after each of the first four: nothing of it is left.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_it() {
    const DETACHED: &str =
        "subtrees in tasks of their own behind plain JoinHandles: dropping a handle detaches its task";
    let tree = node(1, (0..3).map(|_| chain(4)));
    let mut call = spawn(depth_sum(&tree));
    assert_pending!(call.poll());
    drop(call);
    let_the_runtime_run().await;
    expect_no_tasks(DETACHED);
    for ms in 1..5 {
        drop_after_ms(ms, depth_sum(&tree)).await;
        let_the_runtime_run().await;
        expect_no_tasks(DETACHED);
    }
}

/// A future does nothing until it is polled, and its time begins there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    let tree = node(1, [leaf(2), leaf(3)]);
    expect_needs_no_runtime(|| drop(depth_sum(&tree)));
    let call = depth_sum(&tree);
    sleep_ms(1).await;
    expect_no_tasks(EAGER);
    timed(call).await.took_at_least_ms(2, EAGER).gave(6, SUM);
}

/// Random trees, with up to a few hundred nodes.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_tree_will_do() {
    fn grow(rng: &mut Rng, levels: u64) -> Tree {
        let children = if levels == 0 { 0 } else { rng.pick(0..4) };
        let value = rng.pick(0..1 << 40);
        node(value, (0..children).map(|_| grow(rng, levels - 1)).collect::<Vec<_>>())
    }
    fn sum(tree: &Tree) -> u64 {
        tree.value + tree.children.iter().map(sum).sum::<u64>()
    }
    fn levels(tree: &Tree) -> u64 {
        1 + tree.children.iter().map(levels).max().unwrap_or(0)
    }
    let mut rng = Rng::of_this_run();
    for _ in 0..20 {
        let tree = grow(&mut rng, 5);
        let (sum, levels) = (sum(&tree), levels(&tree));
        expect_sum(tree, sum, levels).await;
    }
}

pub static ANSWER: Answer<fn(&Tree) -> BoxFuture<'_, u64>> = Answer::new();

fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    ANSWER.get()(tree)
}

const SUM: &str =
    "a value left out or counted twice: the sum is the node's own value and the sums of all its children";
const ONE_BY_ONE: &str =
    "children awaited one after the other, so that their times add up: start all, then wait";
const SO_MANY_AT_A_TIME: &str = "only so many children at a time: all children run at the same time";
const SLOW_NODE: &str = "more than 1 ms in a node: it takes 1 ms, whatever it has below it";
const EARLY: &str = "a node that does not spend its own 1 ms before its children or after them";
const EAGER: &str = "a timer or a task made by the call itself, before the async block: a future does \
     nothing until it is polled";
const LEFT_BEHIND: &str = "a task that was not awaited, or aborted without waiting for its end";

/// Why a tree took too little time: what three nodes, one below the other, take tells.
async fn why_early() -> &'static str {
    match timed(depth_sum(&chain(3))).await.ms {
        0 => "a sleep without its .await: it takes no time",
        1 => "a node that spends its 1 ms beside its children: it comes before them or after them",
        2 => "a leaf that takes no time: it spends 1 ms as every node does",
        _ => "the time of the first branch: the deepest child decides",
    }
}

fn leaf(value: u64) -> Tree {
    Tree { value, children: vec![] }
}

fn node(value: u64, children: impl IntoIterator<Item = Tree>) -> Tree {
    Tree { value, children: children.into_iter().collect() }
}

/// One below the other, with the values `levels`, `levels - 1`, …, 1.
fn chain(levels: u64) -> Tree {
    (2..=levels).fold(leaf(1), |below, value| node(value, [below]))
}

async fn expect_sum(tree: Tree, sum: u64, levels: u64) {
    expect_sum_within(tree, sum, levels, ONE_BY_ONE).await;
}

/// `late` is the usual cause of a longer time.
async fn expect_sum_within(tree: Tree, sum: u64, levels: u64, late: &str) {
    let seen = timed(depth_sum(&tree)).await;
    seen.gave(sum, SUM);
    if seen.ms < levels {
        seen.took_ms(levels, Causes::both(why_early().await));
    }
    seen.took_ms(levels, late);
    expect_no_tasks(LEFT_BEHIND);
}
