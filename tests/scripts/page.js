// A page to run a script of the product in: happy-dom's window stands for the browser.
import { Window } from "happy-dom";

const NAMES = [
  "window", "document", "location", "CSS", "Element", "HTMLElement", "HTMLDialogElement",
  "HTMLInputElement", "HTMLFormElement", "HTMLAnchorElement", "HTMLImageElement",
  "HTMLTemplateElement", "Event", "CustomEvent", "Node", "navigator",
];

/** Opens a page with this body, and runs the script in it; once in each test file. */
export async function openPage(script, body, { url = "http://localhost/", dir = "ltr" } = {}) {
  const window = new Window({ url });
  for (const name of NAMES) globalThis[name] = name === "window" ? window : window[name];
  document.documentElement.dir = dir;
  document.body.innerHTML = body;
  const module = await import(`../../marketplace/static/galleria/js/${script}`);
  return { window, module, find: (selector) => document.querySelector(selector) };
}

export function press(element, key) {
  const event = new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  element.dispatchEvent(event);
  return event;
}

export function send(element, name, detail) {
  const event = new window.CustomEvent(name, { detail, bubbles: true, cancelable: true });
  element.dispatchEvent(event);
  return event;
}

export function click(element, options = {}) {
  const event = new window.MouseEvent("click", { bubbles: true, cancelable: true, ...options });
  element.dispatchEvent(event);
  return event;
}
