"""Grades one submission in Classroom 50: the katas of a student's repository, on every submission.

Put it into your classroom50 repository as CLASSROOM/autograders/ASSIGNMENT/autograder.py, set the three
values below, and give the assignment a runtime of {"runs-on": "ubuntu-24.04"}. Classroom 50 runs it in the
student's checkout, and reads result.json there. It ends a run after 15 minutes, of which the kit's build and
the grader's check of itself take the first few.

Whatever lies beside this file is published on your Pages site, for everyone to read. So the kit is not
there: never put its answers/ into this folder. It is cloned from KIT, which the students' job must be able to
read without a secret, since a secret of that job is the student's too. To keep the answers from students,
use a runner of your own ("runs-on": ["self-hosted"]) with the kit on it, and name its folder.

What this can guarantee: the claims, the grader, its limits and its sandbox are those of your kit. Of the
student's repository it reads katas/*.rs and nothing else. What it cannot: the workflow that starts it is in
a repository that its student may write to. Take its points for feedback, and grades that count from
a run that students cannot touch: `cargo kata grade` on your machine, or github/class.yml.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# What you handed out, say "fanout,limit": points are out of these.
KATAS = "all"
# The repository of your kit with its answers; or a folder on a runner of your own.
KIT = "https://github.com/my-school/tokio-katas"
# A full commit hash, so that nothing changes in the middle of a term.
KIT_COMMIT = "main"

# A release on GitHub takes up to 125,000 characters.
LONGEST_BODY = 100_000


def run(*command: str, cwd: Path, must: bool = True) -> int:
    code = subprocess.run(command, cwd=cwd, check=False).returncode
    if must and code != 0:
        sys.exit(f"{command[0]} failed with exit code {code}")
    return code


def kit(work: Path) -> Path:
    if os.path.isabs(KIT):
        return Path(KIT)
    run("git", "clone", "--quiet", KIT, "kit", cwd=work)
    run("git", "checkout", "--quiet", KIT_COMMIT, cwd=work / "kit")
    return work / "kit"


def main() -> int:
    submission = Path.cwd()
    work = Path(os.environ["RUNNER_TEMP"]) / "katas"
    work.mkdir(exist_ok=True)
    folder = kit(work)
    run("rustup", "toolchain", "install", cwd=folder)
    # Claims with the loopback get a network of their own; if they cannot, the report says so.
    if shutil.which("sudo"):
        run("sudo", "sysctl", "-w", "kernel.apparmor_restrict_unprivileged_userns=0", cwd=work, must=False)
    body = work / "grade.md"
    code = run(
        "cargo", "kata", "grade", "--as-root", str(submission), "--katas", KATAS,
        "--report", f"classroom50={submission / 'result.json'}",
        "--report", f"markdown={body}",
        cwd=folder, must=False,
    )  # fmt: skip
    # 1 means that something failed, which is for the result; 2 that the grader failed: then no number counts.
    if code not in (0, 1):
        return code
    text = body.read_text(encoding="utf-8")
    # Without it Classroom 50 makes a table of the points.
    if len(text) < LONGEST_BODY:
        (submission / "release-body.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
