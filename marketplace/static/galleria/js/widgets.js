/* Small behaviours on data-attributes. Each page works without them: links are anchors,
   forms have their buttons. Delegated to the document, so that swapped-in markup works. */

function closest(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

/* Dialogs: [data-dialog-open="id"], [data-dialog-close]; a click beside one closes it. */
document.addEventListener("click", (event) => {
  const opener = closest(event, "[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (dialog && !dialog.open) dialog.showModal();
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
  if (event.target instanceof HTMLDialogElement && outside(event.target, event)) event.target.close();
});

function outside(dialog, event) {
  if (event.clientX === 0 && event.clientY === 0) return false; // a key, not a pointer
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right
    || event.clientY < box.top || event.clientY > box.bottom;
}

/* Sheets: [data-sheet="id"] moves an element into a modal dialog, and back on closing.
   The link's own address is "#id", which shows the element by :target without script. */
document.addEventListener("click", (event) => {
  const opener = closest(event, "[data-sheet]");
  const panel = opener && document.getElementById(opener.dataset.sheet);
  if (!panel) return;
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
    const again = document.querySelector(`[data-sheet="${CSS.escape(opener.dataset.sheet)}"]`);
    if (again) again.focus(); // the opener itself may have been swapped meanwhile
  });
  panel.addEventListener("submit", () => dialog.close(), { once: true });
  dialog.showModal();
});

/* Steppers: buttons change the number field between its min and max. */
document.addEventListener("click", (event) => {
  const button = closest(event, "[data-step]");
  const input = button && button.closest("[data-stepper]").querySelector("input");
  if (!input) return;
  const before = input.value;
  if (Number(button.dataset.step) < 0) input.stepDown();
  else input.stepUp();
  if (input.value === before) return;
  limit(input);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
document.addEventListener("input", (event) => {
  const input = closest(event, "[data-stepper] input");
  if (input) limit(input);
});

function limit(input) {
  const [less, more] = input.closest("[data-stepper]").querySelectorAll("[data-step]");
  const value = Number(input.value);
  less.disabled = input.min !== "" && value <= Number(input.min);
  more.disabled = input.max !== "" && value >= Number(input.max);
}

/* Forms that send themselves when a control changes: [data-auto] without htmx of its own. */
document.addEventListener("change", (event) => {
  const form = closest(event, "form[data-auto]");
  if (form && !form.hasAttribute("hx-get") && !form.hasAttribute("hx-post")) form.requestSubmit();
});

/* A control elsewhere that belongs to a list: [data-select-all="name"]. */
document.addEventListener("change", (event) => {
  const all = closest(event, "[data-select-all]");
  if (!all) return;
  const boxes = document.querySelectorAll(`input[name="${CSS.escape(all.dataset.selectAll)}"]`);
  for (const box of boxes) box.checked = all.checked;
});

/* Notices: [data-dismiss] takes its notice away. */
document.addEventListener("click", (event) => {
  const button = closest(event, "[data-dismiss]");
  if (button) button.closest(".notice").remove();
});

/* Galleries: a thumbnail's link shows its picture in the main place. */
document.addEventListener("click", (event) => {
  const thumb = closest(event, "[data-gallery-thumb]");
  if (!thumb || event.metaKey || event.ctrlKey) return;
  const gallery = thumb.closest("[data-gallery]");
  const main = gallery && gallery.querySelector("[data-gallery-main] img");
  if (!main) return;
  event.preventDefault();
  main.srcset = thumb.dataset.srcset || "";
  main.src = thumb.href;
  main.alt = thumb.querySelector("img").alt;
  for (const other of gallery.querySelectorAll("[data-gallery-thumb]")) {
    other.toggleAttribute("aria-current", other === thumb);
    if (other === thumb) other.setAttribute("aria-current", "true");
  }
});

/* Tabs: links to sections become a tab list with the keys of the ARIA pattern. */
function makeTabs(tabs) {
  const links = [...tabs.querySelectorAll(".tabs__tab")];
  const panels = links.map((link) => document.getElementById(link.hash.slice(1)));
  if (!links.length || panels.includes(null)) return;
  const list = tabs.querySelector(".tabs__list");
  list.setAttribute("role", "tablist");
  for (const item of list.querySelectorAll("li")) item.setAttribute("role", "presentation");

  function choose(index, focus) {
    links.forEach((link, at) => {
      link.setAttribute("aria-selected", String(at === index));
      link.tabIndex = at === index ? 0 : -1;
      panels[at].hidden = at !== index;
    });
    if (focus) links[index].focus();
  }

  links.forEach((link, index) => {
    link.id = link.id || `${panels[index].id}-tab`;
    link.setAttribute("role", "tab");
    link.setAttribute("aria-controls", panels[index].id);
    panels[index].setAttribute("role", "tabpanel");
    panels[index].setAttribute("aria-labelledby", link.id);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      choose(index, false);
    });
    link.addEventListener("keydown", (event) => {
      const forward = document.dir === "rtl" ? -1 : 1;
      const steps = { ArrowRight: forward, ArrowLeft: -forward };
      const last = links.length - 1;
      let next = { Home: 0, End: last }[event.key];
      if (event.key in steps) next = (index + steps[event.key] + links.length) % links.length;
      if (next === undefined) return;
      event.preventDefault();
      choose(next, true);
    });
  });
  const wanted = panels.findIndex((panel) => `#${panel.id}` === location.hash);
  choose(Math.max(0, wanted), false);
}

function prepare(root) {
  for (const tabs of root.querySelectorAll("[data-tabs]:not([data-ready])")) {
    tabs.dataset.ready = "";
    makeTabs(tabs);
  }
  for (const input of root.querySelectorAll("[data-stepper] input")) limit(input);
}

prepare(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element && event.target.parentElement) {
    prepare(event.target.parentElement);
  }
});

/* A form that only carries something on its way: [data-submit-now]. Without script its button. */
for (const form of document.querySelectorAll("form[data-submit-now]")) form.requestSubmit();

/* A form that comes back with faults begins at the first of them. */
document.querySelector("main [aria-invalid='true']")?.focus();
