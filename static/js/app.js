// What a list page keeps while htmx swaps it: the groups that the reader opened, and the place of the
// keyboard. Without this script, or without htmx, the same links and forms load the whole page.
"use strict";

const opened = new Map();

document.addEventListener("htmx:before:swap", () => {
  opened.clear();
  for (const group of document.querySelectorAll("#directory details[id]")) {
    opened.set(group.id, group.open);
  }
});

document.addEventListener("htmx:after:settle", () => {
  for (const [id, open] of opened) {
    const group = document.getElementById(id);
    if (group) group.open = open;
  }
  opened.clear();
  // The chip or page link that was pressed is gone: go on from what it changed.
  if (document.activeElement === document.body) {
    document.getElementById("results-title")?.focus({ preventScroll: true });
  }
});

// A failure is worth its page: the browser asks for the same address again.
for (const failure of ["htmx:response:error", "htmx:error"]) {
  document.addEventListener(failure, (event) => {
    const action = event.detail.ctx?.request?.action;
    const aborted = event.detail.error?.name === "AbortError";
    if (action && !aborted) location.assign(action);
  });
}
