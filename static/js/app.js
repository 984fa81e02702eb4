// What a list page needs besides htmx while parts of it are swapped: the groups that the reader opened,
// the place of the keyboard, and that the last choice wins. Without this script, or without htmx, the
// same links and forms load the whole page.
"use strict";
{
  const on = (event, act) => document.addEventListener(event, act);
  const groups = () => document.querySelectorAll("#directory details[id]");
  let opened = new Map();

  // An answer that a later choice overtook is not shown. Aborting its request would do, but htmx
  // reports that as an error.
  on("htmx:config:request", ({ detail: { ctx } }) => {
    ctx.request.abort = () => (ctx.overtaken = true);
  });
  for (const step of ["htmx:before:response", "htmx:before:swap"]) {
    on(step, (event) => event.detail.ctx.overtaken && event.preventDefault());
  }

  on("htmx:before:swap", () => {
    opened = new Map([...groups()].map((group) => [group.id, group.open]));
  });

  on("htmx:after:settle", () => {
    for (const group of groups()) {
      group.open = opened.get(group.id) ?? group.open;
    }
    // The chip or page link that was pressed is gone: go on from what it changed.
    if (document.activeElement === document.body) {
      document.getElementById("results-title")?.focus({ preventScroll: true });
    }
  });

  // A failure is worth its page: the browser asks for the same address again.
  for (const failure of ["htmx:response:error", "htmx:error"]) {
    on(failure, ({ detail: { ctx } }) => {
      if (ctx && !ctx.overtaken) location.assign(ctx.request.action);
    });
  }
}
