// Suggestions under a search box while somebody types: the likeliest hits as plain links, which Tab and
// the arrow keys reach and Escape leaves. Without this script the same form leads to the page of hits.
"use strict";
{
  const PAUSE = 150; // milliseconds after the last key
  const FEWEST = 2; // letters
  const { styles } = document.currentScript.dataset;
  let styled, timer, asking;

  // Whoever comes for something else does not load how suggestions look.
  const style = () =>
    (styled ??= new Promise((done) => {
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: styles });
      link.onload = link.onerror = done;
      document.head.append(link);
    }));

  const formOf = (part) => part.closest?.('form[role="search"]');
  const panelOf = (form) => form.querySelector(".suggestions");
  const isOpen = (form) => panelOf(form)?.hidden === false;

  const forget = () => {
    clearTimeout(timer);
    asking?.abort();
  };

  const close = (form) => {
    if (isOpen(form)) {
      panelOf(form).hidden = true;
      form.querySelector("[role=status]").textContent = "";
    }
  };

  const closeAll = (but) => {
    for (const form of document.querySelectorAll(".suggesting")) {
      if (form !== but) close(form);
    }
  };

  const show = (form, links) => {
    if (!panelOf(form)) {
      form.classList.add("suggesting");
      form.insertAdjacentHTML(
        "beforeend",
        '<div class="suggestions" role="group" aria-label="Suggestions" hidden></div><p class="vh" role="status"></p>',
      );
    }
    const panel = panelOf(form);
    panel.innerHTML = links;
    const told = panel.querySelector("[data-told]");
    told?.remove();
    form.querySelector("[role=status]").textContent = told?.textContent ?? "";
    panel.hidden = !panel.children.length || !form.contains(document.activeElement);
  };

  const suggest = async (form) => {
    forget();
    const { signal } = (asking = new AbortController());
    const query = new URLSearchParams(new FormData(form));
    try {
      const question = fetch(`${form.action}?${query}`, { headers: { "HX-Request": "true" }, signal });
      const [answer] = await Promise.all([question, style()]);
      const links = answer.ok ? await answer.text() : "";
      // A later key asks anew, and has the last word.
      if (!signal.aborted) show(form, links);
    } catch {
      close(form); // the form still sends
    }
  };

  const long = (box) => box.value.trim().length >= FEWEST;

  document.addEventListener("input", ({ target }) => {
    const form = formOf(target);
    if (!form) return;
    forget();
    if (long(target)) timer = setTimeout(suggest, PAUSE, form);
    else close(form);
  });

  document.addEventListener("keydown", (event) => {
    const form = formOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!form || !(step || event.key === "Escape")) return;
    const box = form.querySelector("[type=search]");
    if (isOpen(form)) {
      event.preventDefault();
      const links = [...panelOf(form).querySelectorAll("a")];
      const place = links.indexOf(document.activeElement);
      if (!step) close(form);
      if (!step || place + step < 0) box.focus();
      else links[place + step]?.focus();
    } else if (event.target === box && event.key === "ArrowDown" && long(box)) {
      event.preventDefault();
      suggest(form);
    }
  });

  document.addEventListener("submit", () => {
    forget();
    closeAll();
  });
  document.addEventListener("focusin", ({ target }) => {
    if (formOf(target)) style();
    closeAll(formOf(target));
  });
  document.addEventListener("pointerdown", ({ target }) => closeAll(formOf(target)));
  // A page that is gone back to is as it was left, but for what lay over it.
  addEventListener("pagehide", () => {
    forget();
    closeAll();
  });
}
