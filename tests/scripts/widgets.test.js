import assert from "node:assert/strict";
import { test } from "node:test";

import { click, openPage, press, send } from "./page.js";

const { find } = await openPage("widgets.js", `
  <main>
    <a href="#ask" id="opener" data-dialog-open="ask">Ask</a>
    <dialog id="ask"><button data-dialog-close>No</button></dialog>
    <a href="#filters" data-sheet="filters">Filters</a>
    <section id="filters"><h2 id="filters-title">Filters</h2><form></form></section>
    <div data-stepper><button data-step="-1">-</button><input type="number" min="1" max="3"
      value="1"><button data-step="1">+</button></div>
    <form data-auto id="auto"><select></select></form>
    <form data-auto id="htmx" hx-get="/"><select></select></form>
    <input type="checkbox" data-select-all="product"><input type="checkbox" name="product">
    <input type="checkbox" name="product"><input type="checkbox" name="other">
    <div class="notice"><button data-dismiss>x</button></div>
    <div data-gallery><div data-gallery-main><img src="/1.webp" alt="one"></div>
      <a href="/1.webp" data-gallery-thumb aria-current="true"><img alt="one"></a>
      <a href="/2.webp" data-gallery-thumb data-srcset="/2.webp 2x"><img alt="two"></a></div>
    <div data-tabs><ul class="tabs__list"><li><a class="tabs__tab" href="#a">A</a></li>
      <li><a class="tabs__tab" href="#b">B</a></li></ul></div>
    <div id="a">a</div><div id="b">b</div>
  </main>`, { url: "http://localhost/#b" });

test("a dialog is opened by its link and closed by its button", () => {
  assert.equal(click(find("#opener")).defaultPrevented, true);
  assert.equal(find("#ask").open, true);
  click(find("[data-dialog-close]"));
  assert.equal(find("#ask").open, false);
});

test("a click beside a dialog closes it, a key or a click inside does not", () => {
  const dialog = find("#ask");
  dialog.getBoundingClientRect = () => ({ left: 100, right: 200, top: 100, bottom: 200 });
  click(find("#opener"));
  click(dialog, { clientX: 150, clientY: 150 });
  click(dialog, { clientX: 0, clientY: 0 });
  assert.equal(dialog.open, true);
  click(dialog, { clientX: 50, clientY: 150 });
  assert.equal(dialog.open, false);
});

test("a sheet shows its section in a dialog and puts it back", () => {
  const panel = find("#filters");
  const home = panel.parentElement;
  click(find("[data-sheet]"));
  const sheet = find("dialog.sheet");
  assert.equal(sheet.open, true);
  assert.equal(sheet.getAttribute("aria-labelledby"), "filters-title");
  assert.equal(sheet.contains(panel), true);
  sheet.close();
  assert.equal(panel.parentElement, home);
  assert.equal(find("dialog.sheet"), null);
  assert.equal(document.activeElement, find("[data-sheet]"));
});

test("a stepper stays between its least and its most", () => {
  const input = find("[data-stepper] input");
  const [less, more] = document.querySelectorAll("[data-step]");
  const told = [];
  input.addEventListener("change", () => told.push(input.value));
  assert.equal(less.disabled, true);
  click(more);
  click(more);
  assert.deepEqual([input.value, less.disabled, more.disabled], ["3", false, true]);
  click(less);
  assert.deepEqual(told, ["2", "3", "2"]);
});

test("a form sends itself when a control changes, unless htmx does", () => {
  const sent = [];
  for (const form of document.querySelectorAll("form[data-auto]")) {
    form.requestSubmit = () => sent.push(form.id);
    send(form.querySelector("select"), "change");
  }
  assert.deepEqual(sent, ["auto"]);
});

test("one box chooses all of its list", () => {
  const every = find("[data-select-all]");
  every.checked = true;
  send(every, "change");
  const boxes = [...document.querySelectorAll("input[name]")].map((box) => box.checked);
  assert.deepEqual(boxes, [true, true, false]);
});

test("a notice goes when it is dismissed", () => {
  click(find("[data-dismiss]"));
  assert.equal(find(".notice"), null);
});

test("a thumbnail shows its picture, unless a new tab is wanted", () => {
  const [first, second] = document.querySelectorAll("[data-gallery-thumb]");
  const main = find("[data-gallery-main] img");
  click(second, { ctrlKey: true });
  assert.equal(main.getAttribute("src"), "/1.webp");
  click(second);
  assert.equal(main.getAttribute("src"), "http://localhost/2.webp");
  assert.deepEqual([main.srcset, main.alt], ["/2.webp 2x", "two"]);
  assert.equal(first.hasAttribute("aria-current"), false);
  assert.equal(second.getAttribute("aria-current"), "true");
});

test("tabs follow the address, clicks and keys", () => {
  const [a, b] = document.querySelectorAll(".tabs__tab");
  const shown = () => [find("#a").hidden, find("#b").hidden];
  assert.equal(find(".tabs__list").getAttribute("role"), "tablist");
  assert.deepEqual(shown(), [true, false]);
  click(a);
  assert.deepEqual(shown(), [false, true]);
  press(a, "ArrowLeft");
  assert.deepEqual(shown(), [true, false]);
  assert.equal(document.activeElement, b);
  press(b, "Home");
  assert.deepEqual(shown(), [false, true]);
  document.dir = "rtl";
  press(a, "ArrowLeft");
  assert.deepEqual(shown(), [true, false]);
  assert.equal(press(b, "x").defaultPrevented, false);
});

test("what htmx swaps in works as well", () => {
  const place = document.createElement("div");
  place.innerHTML = `<div data-stepper><button data-step="-1"></button>
    <input type="number" min="1" value="1"><button data-step="1"></button></div>`;
  find("main").append(place);
  assert.equal(place.querySelector("button").disabled, false);
  send(place.firstElementChild, "htmx:load");
  assert.equal(place.querySelector("button").disabled, true);
});

test("a time of the marketplace is written in the reader's own zone", () => {
  const time = document.createElement("time");
  time.setAttribute("datetime", "2026-12-02T08:02:00+00:00");
  time.dataset.moment = "";
  time.textContent = "Dec. 2, 2026, 8:02 a.m. UTC";
  find("main").append(time);
  send(time, "htmx:load");
  const own = new Date("2026-12-02T08:02:00Z").getHours() % 12 || 12;
  assert.match(time.textContent, new RegExp(`2026.*${own}:02`));
  assert.equal(time.hasAttribute("data-moment"), false);
});
