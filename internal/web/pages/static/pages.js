// Renews the view every data-refresh seconds, and when the page comes into sight again, in place: the scroll position stays,
// and so do what is typed into the filter and the details that are open. Buttons with data-copy copy that text. Without this file the pages lack only that.
"use strict";

(() => {
  const renew = async () => {
    const view = document.querySelector("[data-refresh]");
    if (!view || document.hidden || view.contains(document.activeElement) || String(getSelection())) {
      return;
    }
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) {
      return;
    }
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-refresh]");
    if (next) {
      for (const open of view.querySelectorAll("details[open][id]")) {
        next.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
      }
      view.replaceWith(next);
    }
  };

  const view = document.querySelector("[data-refresh]");
  if (view) {
    const quietly = () => renew().catch(() => {});
    setInterval(quietly, 1000 * Number(view.dataset.refresh));
    document.addEventListener("visibilitychange", quietly);
  }

  // Browsers have no clipboard on a page that came without TLS from another machine, but still the command.
  const copy = async (text) => {
    if (navigator.clipboard) {
      return navigator.clipboard.writeText(text);
    }
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) {
      throw new Error("not copied");
    }
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) {
      return;
    }
    const before = button.textContent;
    try {
      await copy(button.dataset.copy);
      button.textContent = "copied";
    } catch {
      button.textContent = "not copied";
    }
    setTimeout(() => { button.textContent = before; }, 2000);
  });
  document.documentElement.classList.add("scripted");
})();
