/* Small behaviours on data-attributes. Each page works without them: links are anchors,
   forms have their buttons. Delegated to the document, so that swapped-in markup works. */

/**
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
function closest(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

/**
 * The field, if the event comes from one.
 * @param {Event} event
 * @param {string} selector
 */
function closestInput(event, selector) {
  const input = closest(event, selector);
  return input instanceof HTMLInputElement ? input : null;
}

/**
 * @param {Element} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
function all(root, selector) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector))];
}

/* Dialogs: [data-dialog-open="id"], [data-dialog-close]; a click beside one closes it. */
document.addEventListener("click", (event) => {
  const opener = closest(event, "[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen ?? "");
    if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
    event.preventDefault();
    return;
  }
  const closer = closest(event, "[data-dialog-close]");
  if (closer) {
    const dialog = closer.closest("dialog");
    if (dialog) {
      dialog.close();
      event.preventDefault();
    }
    return;
  }
  const { target } = event;
  if (target instanceof HTMLDialogElement && isOutside(target, event)) target.close();
});

/**
 * @param {HTMLDialogElement} dialog
 * @param {MouseEvent} event
 */
function isOutside(dialog, event) {
  if (event.clientX === 0 && event.clientY === 0) return false; // a key, not a pointer
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right
    || event.clientY < box.top || event.clientY > box.bottom;
}

/* Sheets: [data-sheet="id"] moves an element into a modal dialog, and back on closing.
   The link's own address is "#id", which shows the element by :target without script. */
document.addEventListener("click", (event) => {
  const opener = closest(event, "[data-sheet]");
  const name = opener?.dataset.sheet ?? "";
  const panel = document.getElementById(name);
  if (!opener || !panel) return;
  event.preventDefault();
  const place = document.createComment("sheet");
  const dialog = document.createElement("dialog");
  const heading = panel.querySelector("h2[id]");
  dialog.className = "sheet";
  if (heading) dialog.setAttribute("aria-labelledby", heading.id);
  panel.before(place);
  dialog.append(panel);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    place.replaceWith(panel);
    dialog.remove();
    const again = document.querySelector(`[data-sheet="${CSS.escape(name)}"]`);
    // The opener itself may have been swapped meanwhile.
    if (again instanceof HTMLElement) again.focus();
  });
  panel.addEventListener("submit", () => dialog.close(), { once: true });
  dialog.showModal();
});

/* Steppers: buttons change the number field between its min and max. */
document.addEventListener("click", (event) => {
  const button = closest(event, "[data-step]");
  const input = button?.closest("[data-stepper]")?.querySelector("input");
  if (!button || !input) return;
  const before = input.value;
  if (Number(button.dataset.step) < 0) input.stepDown();
  else input.stepUp();
  if (input.value === before) return;
  limit(input);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
document.addEventListener("input", (event) => {
  const input = closestInput(event, "[data-stepper] input");
  if (input) limit(input);
});

/** @param {HTMLInputElement} input */
function limit(input) {
  const stepper = /** @type {Element} */ (input.closest("[data-stepper]"));
  const [less, more] = /** @type {HTMLButtonElement[]} */ (all(stepper, "[data-step]"));
  const value = Number(input.value);
  less.disabled = input.min !== "" && value <= Number(input.min);
  more.disabled = input.max !== "" && value >= Number(input.max);
}

/* Forms that send themselves when a control changes: [data-auto] without htmx of its own. */
document.addEventListener("change", (event) => {
  const form = closest(event, "form[data-auto]");
  if (!(form instanceof HTMLFormElement)) return;
  if (!form.hasAttribute("hx-get") && !form.hasAttribute("hx-post")) form.requestSubmit();
});

/* A control elsewhere that belongs to a list: [data-select-all="name"]. */
document.addEventListener("change", (event) => {
  const every = closestInput(event, "[data-select-all]");
  if (!every) return;
  const selector = `input[name="${CSS.escape(every.dataset.selectAll ?? "")}"]`;
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(selector));
  for (const box of boxes) box.checked = every.checked;
});

/* Notices: [data-dismiss] takes its notice away. */
document.addEventListener("click", (event) => {
  const button = closest(event, "[data-dismiss]");
  if (button) button.closest(".notice")?.remove();
});

/* Galleries: a thumbnail's link shows its picture in the main place. */
document.addEventListener("click", (event) => {
  const thumb = closest(event, "[data-gallery-thumb]");
  if (!(thumb instanceof HTMLAnchorElement) || event.metaKey || event.ctrlKey) return;
  const gallery = thumb.closest("[data-gallery]");
  const main = gallery?.querySelector("[data-gallery-main] img");
  if (!gallery || !(main instanceof HTMLImageElement)) return;
  event.preventDefault();
  main.srcset = thumb.dataset.srcset || "";
  main.src = thumb.href;
  main.alt = thumb.querySelector("img")?.alt ?? "";
  for (const other of all(gallery, "[data-gallery-thumb]")) other.removeAttribute("aria-current");
  thumb.setAttribute("aria-current", "true");
});

/* Tabs: links to sections become a tab list with the keys of the ARIA pattern. */

/** @typedef {{link: HTMLAnchorElement, panel: HTMLElement}} Tab */

/**
 * The tabs whose sections are there; none if one lacks its own.
 * @param {Element} root
 * @returns {Tab[]}
 */
function findTabs(root) {
  const links = /** @type {HTMLAnchorElement[]} */ (all(root, ".tabs__tab"));
  const tabs = links.flatMap((link) => {
    const panel = document.getElementById(link.hash.slice(1));
    return panel ? [{ link, panel }] : [];
  });
  return tabs.length === links.length ? tabs : [];
}

/**
 * @param {Tab[]} tabs
 * @param {number} index
 */
function chooseTab(tabs, index) {
  tabs.forEach(({ link, panel }, at) => {
    link.setAttribute("aria-selected", String(at === index));
    link.tabIndex = at === index ? 0 : -1;
    panel.hidden = at !== index;
  });
}

/**
 * The place that a key leads to, if it leads anywhere.
 * @param {string} key
 * @param {number} index
 * @param {number} count
 */
function placeOf(key, index, count) {
  const forward = document.dir === "rtl" ? -1 : 1;
  /** @type {Record<string, number>} */
  const places = {
    Home: 0,
    End: count - 1,
    ArrowRight: (index + forward + count) % count,
    ArrowLeft: (index - forward + count) % count,
  };
  return places[key];
}

/** @param {Tab} tab */
function nameTab({ link, panel }) {
  link.id = link.id || `${panel.id}-tab`;
  link.setAttribute("role", "tab");
  link.setAttribute("aria-controls", panel.id);
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", link.id);
}

/** @param {Element} root */
function makeTabs(root) {
  const tabs = findTabs(root);
  const list = root.querySelector(".tabs__list");
  if (!tabs.length || !list) return;
  list.setAttribute("role", "tablist");
  for (const item of list.querySelectorAll("li")) item.setAttribute("role", "presentation");
  tabs.forEach((tab, index) => {
    nameTab(tab);
    tab.link.addEventListener("click", (event) => {
      event.preventDefault();
      chooseTab(tabs, index);
    });
    tab.link.addEventListener("keydown", (event) => {
      const next = placeOf(event.key, index, tabs.length);
      if (next === undefined) return;
      event.preventDefault();
      chooseTab(tabs, next);
      tabs[next].link.focus();
    });
  });
  const wanted = tabs.findIndex(({ panel }) => `#${panel.id}` === location.hash);
  chooseTab(tabs, Math.max(0, wanted));
}

/** @param {HTMLElement} time of the marketplace, written in UTC: the reader's own hour of it */
function writeLocally(time) {
  delete time.dataset.moment;
  const moment = new Date(time.getAttribute("datetime") ?? "");
  const { lang } = document.documentElement;
  time.textContent = new Intl.DateTimeFormat(lang || undefined, {
    dateStyle: "medium", timeStyle: "short",
  }).format(moment);
}

/** @param {Element} root */
function prepare(root) {
  for (const time of all(root, "time[data-moment]")) writeLocally(time);
  for (const tabs of all(root, "[data-tabs]:not([data-ready])")) {
    tabs.dataset.ready = "";
    makeTabs(tabs);
  }
  for (const input of all(root, "[data-stepper] input")) {
    limit(/** @type {HTMLInputElement} */ (input));
  }
}

prepare(document.documentElement);
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element && event.target.parentElement) {
    prepare(event.target.parentElement);
  }
});

/* A form that only carries something on its way: [data-submit-now]. Without script its button. */
for (const form of all(document.documentElement, "form[data-submit-now]")) {
  /** @type {HTMLFormElement} */ (form).requestSubmit();
}

/* The number at the cart, anew: what Back shows, or a tab that comes to the front, was drawn before
   something was added in another tab or on another host. Without script the next page tells. */
async function refreshCartCount() {
  const link = document.getElementById("cart-link");
  if (!(link instanceof HTMLAnchorElement)) return;
  const answer = await fetch(`${link.pathname}/badge`).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const count = page.querySelector(".cart-count");
  if (count) document.querySelector("#cart-link .cart-count")?.replaceWith(count);
}
window.addEventListener("pageshow", ({ persisted }) => {
  const [visit] = performance.getEntriesByType("navigation");
  const isBack = visit instanceof PerformanceNavigationTiming && visit.type === "back_forward";
  if (persisted || isBack) void refreshCartCount();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void refreshCartCount();
});

/* A form that comes back with faults begins at the first of them. */
all(document.documentElement, "main [aria-invalid='true']")[0]?.focus();
