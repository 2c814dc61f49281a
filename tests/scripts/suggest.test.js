import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { click, openPage, press, send } from "./page.js";

const { find } = await openPage(
  "suggest.js",
  `<div class="search"><input data-suggest aria-controls="box"><div id="box"></div>
    <p class="search__trouble" data-offline="Offline" data-failed="Failed"></p></div>
    <p id="other"></p>`,
);
const input = find("input");
const box = find("#box");
const chosen = () => box.querySelector("[aria-selected='true']")?.textContent;

beforeEach(() => {
  box.innerHTML = "<a role='option'>mug</a><a role='option'>muslin</a>";
  for (const option of box.children) option.scrollIntoView = () => {};
  send(box, "htmx:afterSwap");
});

test("suggestions that arrive open the list", () => {
  assert.equal(input.getAttribute("aria-expanded"), "true");
  box.replaceChildren();
  send(box, "htmx:afterSwap");
  assert.equal(input.getAttribute("aria-expanded"), "false");
});

test("arrows walk the options, past the last back to the words", () => {
  assert.equal(press(input, "ArrowDown").defaultPrevented, true);
  assert.equal(chosen(), "mug");
  assert.equal(input.getAttribute("aria-activedescendant"), "box-0");
  press(input, "ArrowDown");
  assert.equal(chosen(), "muslin");
  press(input, "ArrowDown");
  assert.equal(chosen(), undefined);
  assert.equal(input.hasAttribute("aria-activedescendant"), false);
  press(input, "ArrowUp");
  assert.equal(chosen(), "muslin");
});

test("enter follows the chosen option, and sends the words where none is chosen", () => {
  let followed = 0;
  box.firstElementChild.addEventListener("click", () => { followed += 1; });
  assert.equal(press(input, "Enter").defaultPrevented, false);
  press(input, "ArrowDown");
  assert.equal(press(input, "Enter").defaultPrevented, true);
  assert.equal(followed, 1);
});

test("escape closes the list", () => {
  press(input, "ArrowDown");
  press(input, "Escape");
  assert.equal(box.children.length, 0);
  assert.equal(input.getAttribute("aria-expanded"), "false");
  assert.equal(input.hasAttribute("aria-activedescendant"), false);
});

test("a click elsewhere closes the list, one in the search does not", () => {
  click(input);
  assert.equal(box.children.length, 2);
  click(find("#other"));
  assert.equal(box.children.length, 0);
});

test("home and end choose the first and last option, or move the caret among the words", () => {
  assert.equal(press(input, "End").defaultPrevented, false);
  press(input, "ArrowDown");
  press(input, "End");
  assert.equal(chosen(), "muslin");
  assert.equal(press(input, "Home").defaultPrevented, true);
  assert.equal(chosen(), "mug");
});

test("new suggestions choose nothing yet", () => {
  press(input, "ArrowDown");
  send(box, "htmx:afterSwap");
  assert.equal(input.hasAttribute("aria-activedescendant"), false);
});

test("whoever closes the list gives up what is on its way", () => {
  let given = 0;
  input.addEventListener("htmx:abort", () => { given += 1; });
  press(input, "Escape");
  assert.equal(given, 1);
});

test("a failure says so instead of old suggestions, until others come or it is closed", () => {
  const trouble = () => find(".search__trouble").textContent;
  let notices = 0;
  document.addEventListener("htmx:responseError", () => { notices += 1; });
  send(input, "htmx:responseError");
  assert.equal(trouble(), "Failed");
  assert.equal(notices, 0);
  assert.equal(box.children.length, 0);
  send(box, "htmx:afterSwap");
  assert.equal(trouble(), "");
  Object.defineProperty(navigator, "onLine", { configurable: true, value: false });
  send(input, "htmx:sendError");
  assert.equal(trouble(), "Offline");
  press(input, "Escape");
  assert.equal(trouble(), "");
});
