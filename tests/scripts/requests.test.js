import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { click, openPage, send } from "./page.js";

const { find, module } = await openPage(
  "requests.js",
  `<div id="toasts" data-offline="No answer" data-forbidden="Not allowed" data-slow="Too fast"
     data-failed="It failed"></div>
   <template id="toast-template"><div><p class="toast__text"></p><button></button></div></template>
   <form data-auto></form><form class="other"></form>`,
);
document.head.innerHTML = "<meta name='csrf-token' content='secret'>";
const toast = () => find("#toasts").firstElementChild;

function ask(verb, element = find(".other"), fields = {}) {
  const formData = new Map(Object.entries(fields));
  const detail = { verb, headers: {}, formData, elt: element };
  send(element, "htmx:configRequest", detail);
  return detail;
}

beforeEach(() => find("#toasts").replaceChildren());

test("a change carries the CSRF token, a question does not", () => {
  assert.deepEqual(ask("post").headers, { "X-CSRFToken": "secret" });
  assert.deepEqual(ask("get").headers, {});
});

test("a form that sends itself leaves out what is empty", () => {
  const given = { q: "mug", price_min: "" };
  assert.deepEqual([...ask("get", find("[data-auto]"), given).formData.keys()], ["q"]);
  assert.deepEqual([...ask("get", find(".other"), given).formData.keys()], ["q", "price_min"]);
});

for (const [status, text] of [[0, "No answer"], [403, "Not allowed"], [429, "Too fast"],
  [500, "It failed"]]) {
  test(`a request that fails with ${status} says so`, () => {
    send(document.body, "htmx:responseError", { xhr: { status } });
    assert.equal(toast().dataset.level, "error");
    assert.equal(toast().querySelector(".toast__text").textContent, text);
  });
}

test("no answer at all has no request to tell of", () => {
  send(document.body, "htmx:sendError", {});
  assert.equal(toast().querySelector(".toast__text").textContent, "No answer");
});

test("an answer may ask for a toast with a link; its text is no markup", () => {
  const words = { level: "success", text: "<b>Added</b>", url: "/cart", label: "See" };
  send(document.body, "toast", words);
  assert.equal(toast().dataset.level, "success");
  assert.equal(toast().querySelector("b"), null);
  assert.equal(toast().querySelector("a").getAttribute("href"), "/cart");
  click(toast().querySelector("button"));
  assert.equal(toast(), null);
});

test("one toast at a time, none without words", () => {
  module.showToast({ text: "first" });
  module.showToast({ text: "second" });
  module.showToast({ text: "" });
  assert.equal(find("#toasts").children.length, 1);
  assert.equal(toast().textContent.trim(), "second");
});

test("a toast goes by itself, but not while it is pointed at", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  module.showToast({ text: "Added" });
  send(toast(), "mouseenter");
  context.mock.timers.tick(10_000);
  assert.notEqual(toast(), null);
  send(toast(), "mouseleave");
  context.mock.timers.tick(6000);
  assert.equal(toast(), null);
});

test("the page is busy until the last request has ended", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { dataset } = document.documentElement;
  send(document.body, "htmx:beforeSend");
  send(document.body, "htmx:beforeSend");
  send(document.body, "htmx:afterRequest");
  assert.equal(dataset.busy, "");
  send(document.body, "htmx:afterRequest");
  assert.equal(dataset.busy, "done");
  context.mock.timers.tick(350);
  assert.equal("busy" in dataset, false);
});
