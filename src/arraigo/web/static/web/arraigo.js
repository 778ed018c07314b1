// Arraigo: what the keyboard and a weak link gain from a little script. Every page works without it.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const writing = (element) =>
    element.isContentEditable || element.matches('textarea, select, input:not([type="radio"], [type="checkbox"], [type="submit"], [type="button"])');

  // "/" goes to the search of the page, else to the one of the header.
  function focusSearch() {
    const field = $("[data-search-here]") || $("[data-search]");
    if (!field || !field.offsetParent) return false;
    field.focus();
    field.select();
    return true;
  }

  // Arrow keys move between the first links or buttons of the rows of [data-rows].
  function moveInRows(event) {
    const rows = event.target.closest("[data-rows]") || (document.activeElement === document.body && $("[data-rows]"));
    if (!rows) return false;
    const stops = $$("[data-row]", rows).map((row) => (row.matches("a, button") ? row : $("a[href], button:not([disabled])", row))).filter((stop) => stop && stop.offsetParent);
    const here = stops.findIndex((stop) => stop === document.activeElement || stop.closest("[data-row]").contains(document.activeElement));
    const next = stops[event.key === "ArrowDown" ? here + 1 : Math.max(here - 1, 0)];
    if (next) next.focus();
    return Boolean(next);
  }

  // A digit chooses the option of that place in the group that has the focus.
  function chooseByDigit(event) {
    const group = event.target.closest("[data-digits]");
    const option = group && $$('input[type="radio"], input[type="checkbox"]', group)[Number(event.key) - 1];
    if (!option) return false;
    option.focus();
    option.click();
    return true;
  }

  // A letter presses the control that carries it, the one of the focused row first: data-key="r".
  function pressByLetter(event) {
    const key = event.key.toLowerCase();
    const mine = (element) => element.dataset.key.toLowerCase() === key && element.offsetParent;
    const row = event.target.closest("[data-row]");
    const control = (row && $$("[data-key]", row).find(mine)) || $$("[data-key]").find((element) => mine(element) && !element.closest("[data-row]"));
    if (!control) return false;
    control.focus();
    control.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = target.closest("form[data-main-form]") || $("form[data-main-form]");
      if (form) {
        event.preventDefault();
        form.requestSubmit($("[data-main-submit]", form) || undefined);
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return closeMenus(event);
    if (writing(target)) return;
    let done = false;
    if (event.key === "/") done = focusSearch();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") done = !target.matches("input") && moveInRows(event);
    else if (/^[1-9]$/.test(event.key)) done = chooseByDigit(event);
    else if (/^\p{L}$/u.test(event.key) && !$("dialog[open]")) done = pressByLetter(event);
    if (done) event.preventDefault();
  });

  function closeMenus(event) {
    for (const menu of $$("details[data-menu][open]")) {
      if (event.type === "keydown" || !menu.contains(event.target)) {
        menu.open = false;
        if (menu.contains(document.activeElement)) $("summary", menu).focus();
      }
    }
  }
  document.addEventListener("click", closeMenus);

  // A second press within two seconds sends nothing; after that a retry always goes through.
  const sentAt = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const method = (event.submitter && event.submitter.getAttribute("formmethod")) || form.method;
    if (method !== "post") return;
    const now = Date.now();
    if (now - (sentAt.get(form) || 0) < 2000) return event.preventDefault();
    sentAt.set(form, now);
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-busy", "true");
      setTimeout(() => button.removeAttribute("aria-busy"), 2000);
    }
  });
  // Coming back with the browser's Back finds the form ready.
  window.addEventListener("pageshow", () => $$('[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy")));

  // Live search: <input data-live-search="/path" data-live-target="results">; the answer is a fragment of HTML.
  // In a form that posts, what is typed travels in the body: a name never stands in an address.
  const asking = new WeakMap();
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.dataset || field.dataset.liveSearch === undefined) return;
    // Several fields may ask for one answer: the last one typed in is the one that counts.
    const target = document.getElementById(field.dataset.liveTarget);
    const before = asking.get(target) || {};
    clearTimeout(before.timer);
    if (before.control) before.control.abort();
    const control = new AbortController();
    asking.set(target, { control, timer: setTimeout(() => ask(field, control), Number(field.dataset.liveDelay) || 200) });
  });
  function question(field, control) {
    const form = field.form;
    const posts = Boolean(form) && form.method === "post";
    const whole = form && (posts || field.dataset.liveForm !== undefined);
    const sent = whole ? new URLSearchParams(new FormData(form)) : new URLSearchParams([[field.name || "q", field.value]]);
    const url = new URL(field.dataset.liveSearch || location.href, location.href);
    const request = { signal: control.signal, headers: { "X-Requested-With": "fetch" } };
    if (posts) return [url, { ...request, method: "POST", body: sent }];
    for (const [name, value] of sent) url.searchParams.set(name, value);
    return [url, request];
  }
  async function ask(field, control) {
    const target = document.getElementById(field.dataset.liveTarget);
    target.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(...question(field, control));
      const fragment = await answer.text();
      // A closed session answers with another page: then the form itself must be sent.
      if (answer.ok && !answer.redirected) target.innerHTML = fragment;
    } catch (failure) {
      if (failure.name !== "AbortError") target.dispatchEvent(new CustomEvent("web:offline", { bubbles: true }));
    } finally {
      if (!control.signal.aborted) target.removeAttribute("aria-busy");
    }
  }

  // Filters send themselves where the form says so.
  document.addEventListener("change", (event) => {
    const form = event.target.closest && event.target.closest("form[data-send-on-change]");
    if (form) form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    if (target.closest('[aria-disabled="true"]')) return event.preventDefault();
    const dismiss = target.closest("[data-dismiss]");
    if (dismiss) dismiss.closest("[data-toast]").remove();
    const opens = target.closest("[data-opens]");
    if (opens) {
      const dialog = document.getElementById(opens.dataset.opens);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
    }
    const closes = target.closest("[data-closes]");
    if (closes && closes.closest("dialog")) {
      event.preventDefault();
      closes.closest("dialog").close();
    }
    if (target.closest("[data-print]")) window.print();
  });

  $$("[data-dismiss], [data-print]").forEach((button) => (button.hidden = false));
  const summary = $("[data-error-summary]");
  if (summary) summary.focus();
})();
