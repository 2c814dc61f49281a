import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { click, openPage, press, send } from "./page.js";

const { find } = await openPage(
  "suggest.js",
  `<div class="search"><input data-suggest aria-controls="box"><div id="box"></div></div><p></p>`,
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
  click(find("p"));
  assert.equal(box.children.length, 0);
});
