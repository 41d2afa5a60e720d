#!/usr/bin/env bash
# Prepares Gradescope's image once: Rust, the grader, and its check of itself, so that no submission has to wait
# for them. Students cannot see what is in the image.
#
# The autograder's zip holds setup.sh and run_autograder at its root, and your kit in kit/. In the kit:
#
#   git archive --format zip --prefix kit/ --output autograder.zip HEAD
#   zip --junk-paths autograder.zip ci-templates/gradescope/setup.sh ci-templates/gradescope/run_autograder
#
# Choose the Ubuntu 24.04 image, and in the autograder's settings 2 CPUs, at least 3 GB of memory and 20
# minutes: the defaults are too little for a compiler.
set -euo pipefail

# What you handed out, say fanout,limit: points are out of these. run_autograder reads it from the image.
KATAS=all

apt-get update
apt-get install -y build-essential rustup

echo "$KATAS" > /autograder/source/katas.txt
cd /autograder/source/kit
# This also installs the toolchain that rust-toolchain.toml names, if it is missing.
cargo build --locked --package runner
# The stubs of the kit itself: they fail, as they must (exit code 1).
cargo kata grade --as-root . --katas "$KATAS" || [ $? -eq 1 ]
