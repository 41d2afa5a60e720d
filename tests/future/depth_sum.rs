//! `depth_sum`: async recursion, in which a future holds the futures of its children.

use futures::future::BoxFuture;
use rstest::rstest;
use tokio_katas::Tree;
use tokio_katas::probe::Causes;
use tokio_katas::probe::prelude::*;
use tokio_test::assert_pending;
use tokio_test::task::spawn;

/// A leaf takes 1 ms; what lies below a node adds the time of its deepest child.
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
    expect_sum(tree, sum, levels).await;
}

/// The deep child may stand anywhere among its brothers.
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

/// A thousand children, each with three of its own; and five hundred chains of four.
#[claim]
#[tokio::test(start_paused = true)]
async fn a_wide_tree_takes_no_longer() {
    expect_sum(node(0, (0..1000).map(leaf)), 499_500, 2).await;
    expect_sum(node(1, (0..1000).map(|_| node(1, (0..3).map(|_| leaf(1))))), 4001, 3).await;
    expect_sum(node(1, (0..500).map(|_| chain(4))), 5001, 5).await;
}

#[claim]
#[tokio::test(start_paused = true)]
async fn a_deep_tree_takes_its_levels() {
    expect_sum(chain(100), 5050, 100).await;
}

/// The values are no times, no indices and no keys: large ones, equal ones, and zeros.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_values_are_added() {
    expect_sum(leaf(u64::MAX), u64::MAX, 1).await;
    expect_sum(node(u64::MAX - 6, [leaf(3), node(0, [leaf(3)]), leaf(0)]), u64::MAX, 3).await;
    expect_sum(node(1 << 63, [leaf(1), leaf((1 << 62) + 1), leaf(1)]), (3 << 62) + 3, 2).await;
    expect_sum(node(5, [leaf(5), leaf(5), node(5, [leaf(5), leaf(5)])]), 30, 3).await;
}

/// The tree is a local that is lent for the time of the call, and the future of it is `Send`.
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
    both.took_ms(4, Causes::of(LATE, EARLY)).gave((6, 17), SUM);
    expect_eq("the tree afterwards", &(tree == before), &true, "a tree that was changed");
}

/// Trees that no answer can know beforehand, with up to a few hundred nodes.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_tree_will_do() {
    fn grow(seed: &mut Seed, levels: u64) -> Tree {
        let children = if levels == 0 { 0 } else { seed.pick(0..4) };
        let value = seed.pick(0..1 << 40);
        node(value, (0..children).map(|_| grow(seed, levels - 1)).collect::<Vec<_>>())
    }
    fn sum(tree: &Tree) -> u64 {
        tree.value + tree.children.iter().map(sum).sum::<u64>()
    }
    fn levels(tree: &Tree) -> u64 {
        1 + tree.children.iter().map(levels).max().unwrap_or(0)
    }
    let mut seed = Seed::of_this_run();
    for _ in 0..20 {
        let tree = grow(&mut seed, 5);
        let (sum, levels) = (sum(&tree), levels(&tree));
        expect_sum(tree, sum, levels).await;
    }
}

/// A neighbour in the same task, and only what was woken is polled again.
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

/// Five levels, dropped after the first poll and after each of the first four: nothing of it is left.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_it() {
    const DETACHED: &str =
        "subtrees in tasks of their own behind plain JoinHandles: dropping a handle lets its task run on";
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

pub static ANSWER: Answer<fn(&Tree) -> BoxFuture<'_, u64>> = Answer::new();

fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    ANSWER.get()(tree)
}

const SUM: &str =
    "a value left out or counted twice: the sum is the node's own value and the sums of all its children";
const LATE: &str = "children awaited one after the other, or a few at a time, so that their times add up (start all, \
     then wait); or more than 1 ms in a node";
const EARLY: &str = "a node that does not spend its own 1 ms, a leaf perhaps (a sleep without its .await takes no time), or spends it beside its children: it comes \
     before them or after them";
const EAGER: &str =
    "a timer or a task made in the call, before the async block: a future does nothing until it is polled";

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
    let seen = timed(depth_sum(&tree)).await;
    seen.gave(sum, SUM).took_ms(levels, Causes::of(LATE, EARLY));
    expect_no_tasks("a task that was not awaited, or aborted without waiting for its end");
}
