"use strict";

// Shows the steps of a timeline one at a time. Without this script all of them are in the page, as a list.
function start(stepper) {
    const steps = [...stepper.querySelectorAll(".steps > li")];
    const stage = stepper.querySelector(".stage");
    const part = (name, className) => {
        const element = document.createElement(name);
        element.className = className;
        return element;
    };
    const now = part("div", "now");
    const row = part("div", "row");
    const controls = part("div", "controls");
    const count = part("span", "count");
    const button = (label, by) => {
        const element = part("button", "step");
        element.type = "button";
        element.textContent = label;
        element.addEventListener("click", () => show(current + by));
        return element;
    };
    const previous = button(stepper.dataset.previous, -1);
    const next = button(stepper.dataset.next, 1);
    let current = 0;

    function show(wanted) {
        current = Math.min(Math.max(wanted, 0), steps.length - 1);
        steps.forEach((step, index) => {
            step.hidden = index !== current;
        });
        const { ms, left, top, height } = steps[current].dataset;
        now.style.left = left;
        row.hidden = top === undefined;
        row.style.top = `${top}px`;
        row.style.height = `${height}px`;
        count.textContent = stepper.dataset.count
            .replace("{number}", current + 1)
            .replace("{all}", steps.length)
            .replace("{ms}", ms);
        // Not disabled: that would take the focus away from whoever pressed it.
        previous.setAttribute("aria-disabled", current === 0);
        next.setAttribute("aria-disabled", current === steps.length - 1);
    }

    const keys = {
        ArrowLeft: () => show(current - 1),
        ArrowRight: () => show(current + 1),
        Home: () => show(0),
        End: () => show(steps.length - 1),
    };
    stepper.addEventListener("keydown", (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !(event.key in keys)) {
            return;
        }
        // The book would turn the page.
        event.preventDefault();
        event.stopPropagation();
        keys[event.key]();
    });
    stage.append(row, now);
    controls.append(previous, next, count);
    stage.after(controls);
    stepper.querySelector(".steps").setAttribute("aria-live", "polite");
    stepper.classList.add("stepping");
    show(0);
}

document.querySelectorAll(".stepper").forEach(start);
