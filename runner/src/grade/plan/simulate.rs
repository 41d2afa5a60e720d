//! A simulation of a class on a cluster, and the table of `docs/scale.md` that it makes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a class costs. All in seconds.
struct Costs {
    /// One kata of one submission, on one core: the mean. It is drawn between half of that and twice as much.
    kata: f64,
    /// What a shard does before it grades, on all of its cores.
    start: f64,
    /// The self-check, core seconds; once on each node, as if no two shared a folder.
    self_check: f64,
    /// `merge` with all reports of the table, for one submission.
    merge: f64,
}

/// Machines, and how they fail.
struct Cluster {
    nodes: usize,
    cores: usize,
    /// The mean time between two failures of a node.
    failure: f64,
    /// From a failure to the shard's next start: until the scheduler sees it, and its delay.
    requeue: f64,
    /// Until the node is there again.
    repair: f64,
}

/// What came of a run.
struct ClusterRun {
    /// Until the last report is there.
    graded: f64,
    merged: f64,
    /// Core seconds of all nodes while they had a shard.
    busy: f64,
    failures: usize,
}

/// Splitmix64: the same numbers on every machine.
struct Random(u64);

impl Random {
    /// From 0 to 1, without 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// The time to the next of events that come once in `mean` on average, and do not wait for one another.
    fn waiting(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.next()).ln()
    }
}

/// The time at which each of `number` machines is free, as a queue.
struct Free(BinaryHeap<Reverse<(u64, usize)>>);

impl Free {
    fn new(number: usize) -> Free {
        Free((0..number).map(|machine| Reverse((0, machine))).collect())
    }

    /// The machine that is free first, and when.
    fn take(&mut self) -> (f64, usize) {
        let Reverse((at, machine)) = self.0.pop().expect("there is a machine");
        (at as f64 / 1000.0, machine)
    }

    /// Milliseconds, since a heap orders whole numbers.
    fn give(&mut self, at: f64, machine: usize) {
        self.0.push(Reverse(((at * 1000.0).round() as u64, machine)));
    }

    fn last(&self) -> f64 {
        self.0.iter().map(|Reverse((at, _))| *at).max().unwrap_or(0) as f64 / 1000.0
    }
}

/// How long a shard of so many katas takes: each core takes the next.
fn shard(katas: usize, cores: usize, costs: &Costs, random: &mut Random) -> f64 {
    let mut free = Free::new(cores);
    for _ in 0..katas {
        let (at, core) = free.take();
        // Between a half and two, and one on average.
        let factor = 0.5 * 4f64.powf(random.next()) / 1.082;
        free.give(at + costs.kata * factor, core);
    }
    costs.start + free.last()
}

/// Grades `submissions` with `katas` each, in `shards`.
fn run(submissions: usize, katas: usize, shards: usize, costs: &Costs, cluster: &Cluster) -> ClusterRun {
    let mut random = Random(7);
    let mut nodes = Free::new(cluster.nodes);
    let mut fails: Vec<f64> = (0..cluster.nodes).map(|_| random.waiting(cluster.failure)).collect();
    let mut fresh = vec![true; cluster.nodes];
    // The members of each shard, and when it may start.
    let size = |shard: usize| (submissions + shards - 1 - shard) / shards;
    let mut waiting: BinaryHeap<Reverse<(u64, usize)>> =
        (0..shards).map(|shard| Reverse((0, shard))).collect();
    let mut outcome = ClusterRun { graded: 0.0, merged: 0.0, busy: 0.0, failures: 0 };
    while let Some(Reverse((from, number))) = waiting.pop() {
        let (free, node) = nodes.take();
        let begin = free.max(from as f64);
        let check = if fresh[node] { costs.self_check / cluster.cores as f64 } else { 0.0 };
        let end = begin + check + shard(size(number) * katas, cluster.cores, costs, &mut random);
        while fails[node] < begin {
            fails[node] += random.waiting(cluster.failure);
        }
        if fails[node] < end {
            // All of the shard is lost: what it had graded was on the node.
            outcome.failures += 1;
            outcome.busy += fails[node] - begin;
            waiting.push(Reverse(((fails[node] + cluster.requeue) as u64, number)));
            nodes.give(fails[node] + cluster.repair, node);
            continue;
        }
        fresh[node] = false;
        outcome.busy += end - begin;
        outcome.graded = outcome.graded.max(end);
        nodes.give(end, node);
    }
    outcome.busy *= cluster.cores as f64;
    outcome.merged = outcome.graded + submissions as f64 * costs.merge;
    outcome
}

/// The costs and machines of the table. The costs were measured; `docs/scale.md` says where.
const COSTS: Costs = Costs { kata: 0.45, start: 5.0, self_check: 100.0, merge: 14.0 * 0.0045 };

fn cluster(nodes: usize) -> Cluster {
    Cluster { nodes, cores: 16, failure: 5.0 * 3600.0, requeue: 420.0, repair: 900.0 }
}

/// A row of the table: the class on so many nodes, in eight shards for each.
fn row(nodes: usize) -> String {
    let outcome = run(10_000, 14, nodes * 8, &COSTS, &cluster(nodes));
    let used = outcome.busy / (outcome.graded * nodes as f64 * 16.0) * 100.0;
    format!(
        "| {nodes} | {} | {:.2} h | {:.0} | {used:.0}% | {} | {:.2} h |",
        nodes * 8,
        outcome.graded / 3600.0,
        outcome.busy / 3600.0,
        outcome.failures,
        outcome.merged / 3600.0,
    )
}

#[test]
fn the_table_is_what_the_model_gives() {
    let text = include_str!("../../../../docs/scale.md");
    let (_, table) = text.split_once("| --- | --- | --- | --- | --- | --- | --- |\n").expect("a table");
    let written: Vec<&str> = table.lines().take_while(|line| line.starts_with('|')).collect();
    let rows: Vec<String> = [1, 8, 64].map(row).to_vec();
    assert_eq!(written, rows, "the table should be:\n{}", rows.join("\n"));
}

/// Without chance and failures it is arithmetic.
#[test]
fn the_model_adds_up() {
    let calm = |nodes| Cluster { failure: f64::INFINITY, ..cluster(nodes) };
    let costs = Costs { kata: 1.0, start: 10.0, self_check: 160.0, merge: 0.5 };
    let one = run(1000, 14, 8, &costs, &calm(1));
    // Each shard starts, the node checks itself once; the katas fill the cores but for the end of each shard.
    let katas = 1000.0 * 14.0 / 16.0;
    assert!((one.graded - (8.0 * 10.0 + 10.0 + katas)).abs() < 0.02 * katas, "{}", one.graded);
    assert_eq!((one.merged - one.graded, one.failures), (500.0, 0));
    let eight = run(1000, 14, 64, &costs, &calm(8));
    assert!(eight.graded > one.graded / 8.0 && eight.graded < one.graded / 4.0, "{}", eight.graded);
    // A node that fails costs time, and loses no shard.
    let frail = run(1000, 14, 8, &costs, &Cluster { failure: 600.0, ..cluster(1) });
    assert!(
        frail.failures > 0 && frail.graded > one.graded + frail.failures as f64 * 420.0,
        "{}",
        frail.failures
    );
}
