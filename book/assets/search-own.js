"use strict";

// Finds the parts of the book that have all the words, or parts of words, in their title or text.
const MOST = 50;
const AROUND = 60;
const field = document.getElementById("words");
const list = document.getElementById("found");
const nothing = document.getElementById("nothing");

function found(words) {
    const score = (part) => {
        const title = part.title.toLowerCase();
        const text = part.text.toLowerCase();
        if (!words.every((word) => title.includes(word) || text.includes(word))) {
            return 0;
        }
        return 1 + words.filter((word) => title.includes(word)).length;
    };
    return window.BOOK_PARTS.map((part) => [score(part), part])
        .filter(([points]) => points > 0)
        .sort(([a], [b]) => b - a)
        .slice(0, MOST)
        .map(([, part]) => part);
}

function excerpt(text, word) {
    const at = Math.max(text.toLowerCase().indexOf(word), 0);
    const start = Math.max(at - AROUND, 0);
    const end = Math.min(at + word.length + AROUND, text.length);
    return (start > 0 ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
}

function entry(part, words) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = part.place;
    link.textContent = part.title;
    const text = document.createElement("p");
    text.textContent = excerpt(part.text, words[0]);
    item.append(link, text);
    return item;
}

function search() {
    const words = field.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const parts = words.length > 0 ? found(words) : [];
    list.replaceChildren(...parts.map((part) => entry(part, words)));
    nothing.hidden = words.length === 0 || parts.length > 0;
}

field.form.addEventListener("submit", (event) => event.preventDefault());
field.addEventListener("input", search);
