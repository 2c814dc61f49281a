/* Keys for the search box: arrows walk the suggestions, Enter follows one, Escape closes.
   htmx fetches the list; this follows the ARIA combobox pattern. */

/** @type {Record<string, number>} */
const steps = { ArrowDown: 1, ArrowUp: -1 };
/** @type {Record<string, number>} */
const ends = { Home: 0, End: -1 };

/**
 * @param {Element} box
 * @returns {HTMLElement[]}
 */
function options(box) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("[role='option']"))];
}

/**
 * @param {Element} input
 * @param {string} name
 */
function send(input, name) {
  input.dispatchEvent(new CustomEvent(name));
}

/**
 * @param {Element} input
 * @param {Element} box
 * @param {number} index of the option that is chosen; -1 for none
 */
function mark(input, box, index) {
  const all = options(box);
  all.forEach((option, at) => {
    option.id = option.id || `${box.id}-${at}`;
    option.setAttribute("aria-selected", String(at === index));
  });
  if (index >= 0) {
    input.setAttribute("aria-activedescendant", all[index].id);
    all[index].scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

/**
 * What is shown instead of suggestions: nothing, or why there are none.
 * @param {Element} input
 * @param {"offline" | "failed" | ""} cause
 */
function tell(input, cause) {
  const place = input.closest(".search")?.querySelector(".search__trouble");
  if (place instanceof HTMLElement) place.textContent = (cause && place.dataset[cause]) || "";
}

/**
 * @param {Element} input
 * @param {Element} box
 */
function close(input, box) {
  send(input, "htmx:abort"); // what is on its way would open it again
  tell(input, "");
  box.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

/**
 * @param {KeyboardEvent} event
 * @param {Element} input
 * @param {Element} box
 */
function walk(event, input, box) {
  const all = options(box);
  const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") return close(input, box);
  if (event.key === "Enter" && now >= 0) {
    event.preventDefault();
    return all[now].click();
  }
  if (!all.length) return undefined;
  const end = now < 0 ? undefined : ends[event.key]; // among the words they move the caret
  if (end !== undefined) {
    event.preventDefault();
    return mark(input, box, end < 0 ? all.length - 1 : end);
  }
  const step = steps[event.key];
  if (!step) return undefined;
  event.preventDefault();
  const next = now + step;
  return mark(input, box, next >= all.length ? -1 : next < -1 ? all.length - 1 : next);
}

/**
 * @param {Element} input
 * @param {Element} box
 */
function fail(input, box) {
  close(input, box);
  tell(input, navigator.onLine ? "failed" : "offline");
}

for (const input of document.querySelectorAll("[data-suggest]")) {
  const box = document.getElementById(input.getAttribute("aria-controls") ?? "");
  if (!box || !(input instanceof HTMLElement)) continue;
  input.addEventListener("keydown", (event) => walk(event, input, box));
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    input.addEventListener(name, (event) => {
      event.stopPropagation(); // a notice of the page would say it again
      fail(input, box);
    });
  }
  box.addEventListener("htmx:afterSwap", () => {
    tell(input, "");
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(options(box).length > 0));
  });
  document.addEventListener("click", (event) => {
    const inside = input.closest(".search")?.contains(/** @type {Node} */ (event.target));
    if (!inside) close(input, box);
  });
}
